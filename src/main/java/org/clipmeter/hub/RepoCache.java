package org.clipmeter.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.net.NetException;

/** One repository's folder in the cache, in the layout of Python's huggingface_hub. */
final class RepoCache {
    private static final Duration STALE = Duration.ofHours(24);
    private static final int LARGEST_REF = 4096;
    private static final String TEMPORARY = ".incomplete";
    private static final String TAG = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #	https://bford.info/cachedir/spec.html
            """;

    /** How a snapshot refers to the blobs. */
    enum Links {
        /** By relative symbolic links; as with MOVES if the system does not support links. */
        SYMBOLIC,
        /** A new blob is moved into the snapshot, an existing blob is copied. */
        MOVES
    }

    private final Path cacheDir;
    private final Path folder;
    private final Path locks;
    private final Links links;

    RepoCache(Path cacheDir, HubRepo repo, Links links) {
        this.cacheDir = cacheDir;
        this.folder = cacheDir.resolve(repo.folderName());
        this.locks = cacheDir.resolve(".locks").resolve(repo.folderName());
        this.links = links;
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(String etag) {
        return folder.resolve("blobs").resolve(etag);
    }

    Path lock(String etag) {
        return locks.resolve(etag + ".lock");
    }

    /** The commit that a revision stood for when the Hub was last asked; empty if unknown. */
    Optional<String> commit(String revision) {
        if (SafeNames.isCommit(revision)) {
            return Optional.of(revision);
        }
        try {
            Path ref = folder.resolve("refs").resolve(revision);
            String text = new String(LocalFile.read(ref, LARGEST_REF), StandardCharsets.UTF_8);
            return Optional.of(text.strip()).filter(SafeNames::isCommit);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A file of a commit; empty if it is not completely there. */
    Optional<Path> find(String commit, String path) {
        return Optional.of(snapshot(commit).resolve(path)).filter(Files::isRegularFile);
    }

    /** The names of all files of a commit that are completely there, sorted. */
    List<String> names(String commit) {
        Path snapshot = snapshot(commit);
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Whether the Hub has reported that the commit does not have this file. */
    boolean knownAbsent(String commit, String path) {
        return Files.isRegularFile(folder.resolve(".no_exist").resolve(commit).resolve(path));
    }

    /** Stores that the commit does not have this file, if the cache can be written. */
    void markAbsent(String commit, String path) {
        Path marker = folder.resolve(".no_exist").resolve(commit).resolve(path);
        try {
            Files.createDirectories(marker.getParent());
            Files.createFile(marker);
        } catch (IOException e) {
            // This is only a hint: without it the Hub is asked again.
        }
    }

    /** Stores what a revision stands for, if that is new and the cache can be written. */
    void writeRef(String revision, String commit) {
        if (revision.equals(commit) || commit(revision).filter(commit::equals).isPresent()) {
            return;
        }
        Path ref = folder.resolve("refs").resolve(revision);
        Path temporary = ref.resolveSibling(ref.getFileName() + "." + unique() + ".tmp");
        try {
            Files.createDirectories(ref.getParent());
            Files.writeString(temporary, commit);
            moveOver(temporary, ref);
        } catch (IOException e) {
            deleteQuietly(temporary);
        }
    }

    /** Creates the folders that a download needs, and deletes the day-old remains of downloads that were killed. */
    void prepare() throws NetException {
        try {
            Files.createDirectories(folder.resolve("blobs"));
            Files.createDirectories(locks);
            Path tag = cacheDir.resolve("CACHEDIR.TAG");
            if (!Files.exists(tag)) {
                Files.writeString(tag, TAG, StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            if (!e.getFile().endsWith("CACHEDIR.TAG")) {
                throw unwritable(e);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        sweep(folder.resolve("blobs"));
    }

    /** A file name for a download of this process only. */
    Path temporary(String etag) {
        return folder.resolve("blobs").resolve(etag + "." + unique() + TEMPORARY);
    }

    /** Moves a checked download to its final names, atomically for each. */
    Path publish(Path temporary, String etag, String commit, String path) throws NetException {
        Path pointer = snapshot(commit).resolve(path);
        try {
            Files.createDirectories(pointer.getParent());
            if (links == Links.MOVES) {
                moveOver(temporary, pointer);
                return pointer;
            }
            moveOver(temporary, blob(etag));
            if (!link(etag, pointer)) {
                moveOver(blob(etag), pointer);
            }
            return pointer;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Adds an existing blob to a snapshot; empty if the blob does not exist. */
    Optional<Path> share(String etag, String commit, String path) throws NetException {
        Path pointer = snapshot(commit).resolve(path);
        if (!Files.isRegularFile(blob(etag))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(pointer.getParent());
            if (links == Links.MOVES || !link(etag, pointer)) {
                Path copy = temporary(etag);
                try {
                    Files.copy(blob(etag), copy);
                    force(copy);
                    moveOver(copy, pointer);
                } finally {
                    deleteQuietly(copy);
                }
            }
            return Optional.of(pointer);
        } catch (NoSuchFileException e) {
            return find(commit, path);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private boolean link(String etag, Path pointer) throws IOException {
        Path target = pointer.getParent().relativize(blob(etag));
        Path fresh = temporary(etag);
        try {
            Files.createSymbolicLink(fresh, target);
        } catch (IOException | UnsupportedOperationException e) {
            if (e instanceof NoSuchFileException gone) {
                throw gone;
            }
            return false;
        }
        try {
            moveOver(fresh, pointer);
        } catch (IOException e) {
            deleteQuietly(fresh);
            throw e;
        }
        return true;
    }

    /** The error for a cache that can't be written, with the folder and the setting that moves it. */
    NetException unwritable(IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return NetException.interrupted(folder.toString());
        }
        return Transfer.isFull(cause)
                ? Transfer.full(cacheDir, cause)
                : new NetException(
                        NetException.Reason.CACHE_READ_ONLY,
                        "the cache " + cacheDir + " can't be written ("
                                + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                                + "); set HF_HUB_CACHE to a folder that you can write to, or make this one writable",
                        cause);
    }

    /** Deletes temporary files that have not been written to for a day. */
    static void sweep(Path folder) {
        Instant limit = Instant.now().minus(STALE);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another process may delete them too, or the folder may be read-only: nothing depends on this.
        }
    }

    static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    static void moveOver(Path from, Path to) throws IOException {
        try {
            AtomicFile.move(from, to);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system has no atomic rename", e);
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Files that remain are deleted after a day.
        }
    }
}
