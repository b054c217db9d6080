package org.clipmeter.pairs;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.clipmeter.files.FileException;
import org.jspecify.annotations.Nullable;

/**
 * The image files below a folder, by the endings of their names: what is in them is judged when they are read.
 *
 * @param files in order of their names
 * @param skipped all else: what has another ending or is a hidden picture, with its kind, and what could not be read; other
 *     hidden files are passed over
 */
record ImageFolder(List<ImageFile> files, List<Skipped> skipped) {
    static ImageFolder walk(Path root, int depth, PathMatcher wanted) {
        Visitor visitor = new Visitor(root, wanted);
        try {
            Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), depth, visitor);
        } catch (IOException e) {
            throw new PairingException("images: " + root + " " + FileException.reasonOf(e), e);
        }
        visitor.files.sort(Comparator.comparing(ImageFile::name));
        visitor.skipped.sort(Comparator.comparing(Skipped::name));
        return new ImageFolder(visitor.files, visitor.skipped);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final PathMatcher wanted;
        private final List<ImageFile> files = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();

        Visitor(Path root, PathMatcher wanted) {
            this.root = root;
            this.wanted = wanted;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String fileName = String.valueOf(file.getFileName());
            if (!wanted.matches(root.relativize(file)) || hidden(file) && !isHiddenPicture(fileName)) {
                return FileVisitResult.CONTINUE;
            }
            if (hidden(file)) {
                skipped.add(new Skipped(name(file), "is hidden", "hidden picture"));
                return FileVisitResult.CONTINUE;
            }
            if (!FileKinds.isRead(fileName)) {
                boolean folder = attributes.isDirectory();
                String kind = folder ? "subfolder" : FileKinds.kind(fileName);
                skipped.add(new Skipped(name(file), folder ? "is a folder" : "is not read", kind));
            } else if (attributes.isRegularFile()) {
                files.add(ImageFile.named(file, name(file)));
            } else if (attributes.isDirectory()) {
                skip(file, "is a folder");
            } else if (attributes.isSymbolicLink()) {
                skip(file, "is a link to nothing");
            } else {
                skip(file, "is not a regular file");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            if (!hidden(file)) {
                skip(file, FileException.reasonOf(e));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
                skip(folder, "could not be listed to its end: " + FileException.causeOf(e));
            }
            return FileVisitResult.CONTINUE;
        }

        private void skip(Path file, String reason) {
            skipped.add(new Skipped(name(file), reason));
        }

        private String name(Path file) {
            return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        }

        /** The files that macOS puts beside others, with two more characters before their names, are not pictures. */
        private static boolean isHiddenPicture(String fileName) {
            return FileKinds.isRead(fileName) && !fileName.startsWith("._");
        }

        private static boolean hidden(Path file) {
            return String.valueOf(file.getFileName()).startsWith(".");
        }
    }
}
