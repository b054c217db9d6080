package org.clipmeter.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.weights.RandomCheckpoint;

/** A cache in the Hub's layout with full-size checkpoints with random weights, which is reused by later runs. */
final class HubFolder {
    private static final long SEED = 2026;
    private static final String COMMIT = "c11b3e7e20261124c11b3e7e20261124c11b3e7e";

    private final Path cache;

    /** @param cache the folder in {@code HF_HUB_CACHE} */
    HubFolder(Path cache) {
        this.cache = cache;
    }

    /** The snapshot of a checkpoint, which is written first if it is not complete. */
    Path checkpoint(RandomCheckpoint.Architecture architecture) throws IOException {
        Path repository = cache.resolve("models--" + architecture.id().replace("/", "--"));
        Path snapshot = repository.resolve("snapshots").resolve(COMMIT);
        Path ref = repository.resolve("refs").resolve("main");
        if (Files.exists(ref)) {
            return snapshot;
        }
        deleteTree(repository);
        Path tokenizer = cache.resolveSibling("tokenizer");
        SyntheticTokenizer.write(tokenizer);
        Path blobs = repository.resolve("blobs");
        // The format in which each was published.
        RandomCheckpoint.Format format = architecture == RandomCheckpoint.Architecture.B32
                ? RandomCheckpoint.Format.BIN
                : RandomCheckpoint.Format.SAFETENSORS;
        RandomCheckpoint.write(architecture, SEED, blobs, format, tokenizer);
        Files.createDirectories(snapshot);
        List<Path> files;
        try (Stream<Path> children = Files.list(blobs)) {
            files = children.toList();
        }
        for (Path file : files) {
            // The blob's name is its hash, so that its content is known without reading gigabytes.
            Path blob = Files.move(file, blobs.resolve(sha256(file)));
            link(snapshot.resolve(file.getFileName()), blob);
        }
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, COMMIT);
        return snapshot;
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createSymbolicLink(link, link.getParent().relativize(file));
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(file, link); // as the Hub's own client does if links need a privilege
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root, new FileVisitOption[0])) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
