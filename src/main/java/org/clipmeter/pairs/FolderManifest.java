package org.clipmeter.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.files.LocalFile;
import org.jspecify.annotations.Nullable;

/**
 * The manifest that lies in a folder of images, as clipmeter writes one beside what it draws: it is read before any name.
 *
 * @param name its file name
 * @param isList whether it lists images; false for another file that only has such a name
 * @param files the folder's files that it lists, with what it states about them
 * @param skipped the files of the folder that it does not list, the ones that it lists and that are not there, its bad rows
 * @param notes what people should know about the choice of its id column
 */
record FolderManifest(String name, boolean isList, List<ImageFile> files, List<Skipped> skipped, List<String> notes) {
    /** The first four are ours; the others are those of an image folder in the form of Hugging Face's datasets. */
    private static final List<String> NAMES = List.of(
            "manifest.csv", "manifest.json", "manifest.jsonl", "manifest.tsv", "metadata.csv", "metadata.jsonl");

    /**
     * The manifest of a folder; null if nothing in it has a manifest's name.
     *
     * @throws PairingException if what has such a name can't be read, or if several list images of the folder
     */
    static @Nullable FolderManifest in(Path folder, ImageFolder found) {
        List<String> names = namesIn(folder, found);
        List<String> notes = new ArrayList<>(inSubfolders(found));
        List<FolderManifest> lists = new ArrayList<>();
        for (String name : names) {
            Manifest manifest = Manifest.readIfList(folder.resolve(name));
            FolderManifest joined = manifest == null ? null : join(name, manifest, found);
            if (joined != null && !joined.files().isEmpty()) {
                lists.add(joined);
            } else if (manifest != null && manifest.files().stream().anyMatch(row -> FileKinds.isRead(row.name()))) {
                throw new PairingException("images: " + folder.resolve(name)
                        + " lists no picture of its folder: it names "
                        + Messages.firstFew(
                                manifest.files().stream().map(ImageFile::name).toList())
                        + "; mend its column of images, or take it out of the folder to join by the file names");
            } else {
                notes.add(name + " is not used: it lists no picture of the folder");
            }
        }
        if (lists.size() > 1) {
            throw new PairingException("images: " + folder + " holds several lists of its images, "
                    + String.join(", ", lists.stream().map(FolderManifest::name).toList())
                    + "; score the one that is meant ("
                    + folder.resolve(lists.get(0).name()) + "), or take the others out of the folder");
        }
        if (!lists.isEmpty()) {
            FolderManifest list = lists.get(0);
            notes.addAll(0, list.notes());
            return new FolderManifest(list.name(), true, list.files(), list.skipped(), notes);
        }
        return names.isEmpty() && notes.isEmpty()
                ? null
                : new FolderManifest(names.isEmpty() ? "" : names.get(0), false, List.of(), List.of(), notes);
    }

    /** The manifests of a folder; a name in other letters, such as {@code Manifest.CSV}, is one as well. */
    private static List<String> namesIn(Path folder, ImageFolder found) {
        List<String> names = new ArrayList<>(NAMES.stream()
                .filter(name -> LocalFile.exists(folder.resolve(name)))
                .toList());
        found.skipped().stream()
                .map(Skipped::name)
                .filter(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(names::add);
        return names;
    }

    /** A note on the manifests of subfolders, beside which a recursive search found images. */
    private static List<String> inSubfolders(ImageFolder found) {
        Map<Path, String> folders = new LinkedHashMap<>();
        for (ImageFile file : found.files()) {
            int slash = file.name().lastIndexOf('/');
            Path parent = file.path().getParent();
            if (slash >= 0 && parent != null) {
                folders.putIfAbsent(parent, file.name().substring(0, slash + 1));
            }
        }
        List<String> manifests = new ArrayList<>();
        folders.forEach((folder, name) -> NAMES.stream()
                .filter(manifest -> LocalFile.exists(folder.resolve(manifest)))
                .forEach(manifest -> manifests.add(name + manifest)));
        return manifests.isEmpty()
                ? List.of()
                : List.of("lists in subfolders are not read, only the names of their images are: "
                        + Messages.firstFew(manifests) + "; score one subfolder, or give one list of all images");
    }

    private static FolderManifest join(String name, Manifest manifest, ImageFolder found) {
        Map<Path, ImageFile> here = new LinkedHashMap<>();
        found.files().forEach(file -> here.put(place(file.path()), file));
        Map<String, @Nullable ImageFile> byStem = new HashMap<>();
        found.files().forEach(file -> {
            String stem = file.name().substring(0, file.name().lastIndexOf('.'));
            byStem.put(stem, byStem.containsKey(stem) ? null : file);
        });
        List<ImageFile> files = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>(manifest.skipped());
        Set<Path> listed = new HashSet<>();
        Set<Path> refused = new HashSet<>();
        manifest.refused().forEach(path -> refused.add(place(path)));
        for (ImageFile row : manifest.files()) {
            ImageFile file = here.getOrDefault(place(row.path()), byStem.get(row.name()));
            Path path = file == null ? place(row.path()) : place(file.path());
            if (file == null) {
                skipped.add(new Skipped(row.name(), "is listed in " + name + ", but not in the folder"));
            } else if (!listed.add(path)) {
                throw new PairingException("manifest " + name + " lists " + Messages.name(row.name())
                        + " twice; an image belongs to one prompt");
            } else {
                files.add(new ImageFile(file.path(), file.name(), row.id(), row.prompt(), row.source()));
            }
        }
        here.forEach((path, file) -> {
            if (!listed.contains(path) && !refused.contains(path)) {
                skipped.add(new Skipped(file.name(), "is not listed in " + name));
            }
        });
        return new FolderManifest(name, true, files, skipped, manifest.notes());
    }

    private static Path place(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
