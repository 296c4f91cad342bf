package growth.formats.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words why a file operation failed; many exceptions of the JDK carry nothing but the file's name. */
public final class IoReason {
    private IoReason() {
    }

    /** Returns the reason in a few words, without the file's name, e.g. {@code no such file}; names the file that was probably meant. */
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

    /** Returns the error {@code FILE cannot be read: REASON}, to be thrown. */
    public static GrowthException unreadable(Kind kind, Object file, IOException failure) {
        return new GrowthException(kind, file + " cannot be read: " + of(failure), failure);
    }

    /** Returns the error {@code FILE cannot be written: REASON}, to be thrown. */
    public static GrowthException unwritable(Kind kind, Object file, IOException failure) {
        return new GrowthException(kind, file + " cannot be written: " + of(failure), failure);
    }

    private static String lower(String text) {
        boolean sentence = text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isLowerCase(text.charAt(1));
        return sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
