package org.clipmeter.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.OutputLock;
import org.clipmeter.generate.GenerateException.Reason;
import org.clipmeter.image.decode.Format;
import org.clipmeter.pairs.list.PictureList;

/**
 * The folder that images go to: {@code <id>_<sample>.png}, beside each the record {@code <id>_<sample>.request.json}, and the
 * list {@code manifest.csv}. A record is written before its image and has the image's hash, so that an image without its record
 * was not made here, and one that does not fit its record is not whole.
 */
final class OutputFolder {
    private static final String RECORD = ".request.json";

    private final Path folder;
    private final ImageApi api;
    private final Generator generator;

    OutputFolder(Path folder, ImageApi api, Generator generator) {
        this.folder = folder;
        this.api = api;
        this.generator = generator;
    }

    /** A record for an image that is to be made. */
    ImageRecord record(WantedImage wanted) {
        return ImageRecord.of(api, generator.address(), wanted);
    }

    /**
     * Takes the folder for a run, and creates it if necessary.
     *
     * @throws GenerateException if another run has it
     */
    OutputLock lock() throws IOException {
        refuseFile();
        Files.createDirectories(folder);
        OutputLock lock = OutputLock.take(folder);
        if (lock == null) {
            throw new GenerateException(
                    Reason.IN_USE,
                    OneLine.name(folder.toString(), 200)
                            + " is in use: another run makes images into it; wait for its end, or choose another folder");
        }
        return lock;
    }

    private void refuseFile() throws FileException {
        if (LocalFile.exists(folder) && !Files.isDirectory(folder)) {
            throw new FileException(folder, "is not a folder, expected one for the images, which may be new");
        }
    }

    /**
     * The wanted images that are there already, by their place in the list.
     *
     * @throws GenerateException if an image of the same name was made by another request, unless it may be replaced, or was not
     *     made here
     */
    Map<Integer, GeneratedImage.Made> existing(List<WantedImage> wanted, boolean replace) throws IOException {
        Map<Integer, GeneratedImage.Made> found = new HashMap<>();
        List<String> others = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        refuseFile();
        if (!LocalFile.exists(folder)) {
            return found;
        }
        for (int i = 0; i < wanted.size(); i++) {
            WantedImage image = wanted.get(i);
            Path file = recordFile(image);
            ImageRecord record = LocalFile.exists(file) ? ImageRecord.read(file) : null;
            if (record == null ? !LocalFile.exists(file) : record.isFailure()) {
                Format.readEndings().stream()
                        .map(ending -> image.stem() + ending)
                        .filter(name -> LocalFile.exists(folder.resolve(name)))
                        .forEach(unknown::add);
                continue;
            }
            Path whole = record == null ? null : record.wholeImage(folder, image);
            if (record == null || whole == null) {
                continue;
            }
            List<String> differences = record.differences(record(image));
            if (differences.isEmpty()) {
                found.put(i, record.made(image, whole));
            } else if (!replace) {
                others.add(whole.getFileName() + " has "
                        + String.join("; ", differences.subList(0, Math.min(2, differences.size()))));
            }
        }
        if (!unknown.isEmpty()) {
            throw new GenerateException(
                    Reason.UNKNOWN_IMAGES,
                    name() + " has " + count(unknown.size(), "image") + " of the names that are needed, such as "
                            + unknown.get(0) + ", without a record of how it was made; choose another folder");
        }
        if (!others.isEmpty()) {
            throw new GenerateException(
                    Reason.OTHER_REQUEST,
                    name() + " has " + count(others.size(), "image") + " made by another request, which "
                            + (others.size() == 1 ? "is" : "are") + " not replaced: " + others.get(0)
                            + "; choose another folder, or have them replaced");
        }
        return found;
    }

    /** Begins the list: with the images that are there, and without those that will be made. */
    PictureList list(List<WantedImage> wanted, Map<Integer, GeneratedImage.Made> existing) throws IOException {
        PictureList list = new PictureList(folder);
        for (int i = 0; i < wanted.size(); i++) {
            GeneratedImage.Made made = existing.get(i);
            WantedImage image = wanted.get(i);
            if (made != null) {
                list.add(String.valueOf(made.file().getFileName()), image.prompt());
            } else {
                Format.readEndings().forEach(ending -> list.drop(image.stem() + ending));
            }
        }
        list.write();
        return list;
    }

    /** Where the image of an answer goes. */
    Path imageFile(WantedImage wanted, String ending) {
        return folder.resolve(wanted.stem() + ending);
    }

    /** Writes the record, then the image; earlier images of the same place that have another ending are deleted. */
    void write(WantedImage wanted, ImageRecord record, Path image, byte[] bytes) throws IOException {
        record.write(recordFile(wanted));
        AtomicFile.write(image, bytes);
        for (String ending : Format.readEndings()) {
            Path other = folder.resolve(wanted.stem() + ending);
            if (!other.equals(image)) {
                Files.deleteIfExists(other);
            }
        }
    }

    /** Writes the record of an image that could not be made. An earlier image of its place is deleted: it is of another request. */
    void writeFailure(WantedImage wanted, ImageRecord record) throws IOException {
        for (String ending : Format.readEndings()) {
            Files.deleteIfExists(folder.resolve(wanted.stem() + ending));
        }
        record.write(recordFile(wanted));
    }

    private Path recordFile(WantedImage wanted) {
        return folder.resolve(wanted.stem() + RECORD);
    }

    private String name() {
        return OneLine.name(folder.toString(), 200);
    }

    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
