package growth.formats.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why a file operation failed, in words: many exceptions of the JDK carry nothing but the file's name. */
public final class IoReason {
    private IoReason() {
    }

    /** @return the reason in a few words, without the file's name, e.g. {@code no such file}, and the file that was probably meant */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "no such file" + (missing.getFile() == null ? "" : NearestFile.hint(Path.of(missing.getFile())));
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return lower(system.getReason());
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : lower(message);
    }

    private static String lower(String text) {
        boolean sentence = text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isLowerCase(text.charAt(1));
        return sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
