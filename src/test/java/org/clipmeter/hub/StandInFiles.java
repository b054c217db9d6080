package org.clipmeter.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the stand-in Hub serves: folders of files, with the hashes and commits that the Hub would give them. */
final class StandInFiles {
    private static final long LARGE = 10L << 20;

    /** A file's name on the Hub: sha256 for large-file storage, git's sha1 otherwise. */
    record Entry(String etag, long size, boolean lfs) {}

    private final Path root;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    StandInFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    boolean exists(String id) {
        return Files.isDirectory(root.resolve(id));
    }

    /** The folder that a branch or commit of a repository stands for. */
    @Nullable
    Path folder(String id, String revision) throws IOException {
        Path main = root.resolve(id).normalize();
        List<Path> all = new ArrayList<>(List.of(main));
        try (Stream<Path> beside = Files.list(main.getParent())) {
            beside.filter(p -> String.valueOf(p.getFileName()).startsWith(main.getFileName() + "@"))
                    .forEach(all::add);
        }
        for (Path folder : all) {
            String name = String.valueOf(folder.getFileName());
            String branch = folder.equals(main) ? "main" : name.substring(name.indexOf('@') + 1);
            if (branch.equals(revision.replace('/', '_')) || commit(folder).equals(revision)) {
                return folder;
            }
        }
        return null;
    }

    /** A commit that changes whenever a file in the folder changes. */
    String commit(Path folder) throws IOException {
        StringBuilder listing = new StringBuilder();
        for (Path file : list(folder)) {
            listing.append(folder.relativize(file))
                    .append(' ')
                    .append(of(file).etag())
                    .append('\n');
        }
        MessageDigest digest = digest("SHA-1");
        digest.update(listing.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    Entry of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        String key = file + "|" + now.size() + "|" + now.lastModifiedTime().toMillis();
        Entry known = entries.get(key);
        if (known == null) {
            String name = String.valueOf(file.getFileName());
            boolean lfs = name.endsWith(".safetensors") || name.endsWith(".bin") || now.size() > LARGE;
            known = new Entry(lfs ? sha256(file) : gitSha1(file), now.size(), lfs);
            entries.put(key, known);
        }
        return known;
    }

    List<Map<String, Object>> siblings(Path folder) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path file : list(folder)) {
            rows.add(Map.of("rfilename", name(folder, file)));
        }
        return rows;
    }

    List<Map<String, Object>> tree(Path folder) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path file : list(folder)) {
            Entry entry = of(file);
            String oid = entry.etag().substring(0, 40);
            rows.add(
                    entry.lfs()
                            ? Map.of(
                                    "type", "file",
                                    "path", name(folder, file),
                                    "size", entry.size(),
                                    "oid", oid,
                                    "lfs", Map.of("oid", entry.etag(), "size", entry.size(), "pointerSize", 134))
                            : Map.of("type", "file", "path", name(folder, file), "size", entry.size(), "oid", oid));
        }
        return rows;
    }

    static String sha256(Path file) throws IOException {
        return hash(file, digest("SHA-256"));
    }

    static String gitSha1(Path file) throws IOException {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        return hash(file, digest);
    }

    private static String hash(Path file, MessageDigest digest) throws IOException {
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
