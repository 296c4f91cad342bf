package growth.engine.torch.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The CUDA libraries that Python packages carry beside torch, in the order in which torch loads them before itself (its
 * {@code _preload_cuda_deps}): a library that is loaded already satisfies all who need one of its name, so that none is taken from a CUDA
 * toolkit of another version.
 */
public final class CudaDependencies {
    /** Package and library; cublasLt stands before cublas, which would find another one, and nvJitLink before cusparse. */
    private static final List<String[]> LIBRARIES = List.of(new String[]{"cublas", "libcublasLt"}, new String[]{"cublas", "libcublas"},
            new String[]{"cudnn", "libcudnn"}, new String[]{"cuda_nvrtc", "libnvrtc"}, new String[]{"cuda_nvrtc", "libnvrtc-builtins"},
            new String[]{"cuda_runtime", "libcudart"}, new String[]{"cuda_cupti", "libcupti"}, new String[]{"cufft", "libcufft"},
            new String[]{"curand", "libcurand"}, new String[]{"nvjitlink", "libnvJitLink"}, new String[]{"cusparse", "libcusparse"},
            new String[]{"cusparselt", "libcusparseLt"}, new String[]{"cusolver", "libcusolver"}, new String[]{"nccl", "libnccl"},
            new String[]{"nvshmem", "libnvshmem_host"}, new String[]{"cufile", "libcufile"}, new String[]{"nvtx", "libnvToolsExt"});

    private CudaDependencies() {
    }

    /**
     * Returns what to load before a torch in {@code site-packages/torch/lib}: of each library the one in {@code nvidia/PACKAGE/lib}, else
     * in {@code nvidia/cuNN/lib}. One that is in neither is left to the system's search, as an installation without packages needs it.
     */
    public static List<Path> beside(Installation torch) {
        Path torchPackage = torch.folder().getParent();
        if (torch.cuda().isEmpty() || torchPackage == null || torchPackage.getParent() == null) {
            return List.of();
        }
        Path nvidia = torchPackage.resolveSibling("nvidia");
        List<Path> toolkits = matching(nvidia, "cu[0-9]*");
        List<Path> found = new ArrayList<>();
        for (String[] library : LIBRARIES) {
            List<Path> folders = new ArrayList<>(List.of(nvidia.resolve(library[0])));
            folders.addAll(toolkits);
            folders.stream().map(folder -> file(folder.resolve("lib"), library[1])).flatMap(Optional::stream).findFirst()
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Path> file(Path folder, String library) {
        return matching(folder, library + ".so.*[0-9]").stream().findFirst();
    }

    /** Returns entries by a pattern, the highest version first. */
    private static List<Path> matching(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                return List.of();
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }
}
