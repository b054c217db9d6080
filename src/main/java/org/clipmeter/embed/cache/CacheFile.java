package org.clipmeter.embed.cache;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.embed.cache.SqliteDriver.Mode;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** An open cache file. Only one thread may use it at a time. */
final class CacheFile implements AutoCloseable {
    /** The file's name in its folder. */
    static final String NAME = "embeddings-v" + Schema.VERSION + ".db";

    static final String BAD = ".bad-";

    /** File systems on which SQLite's locks and shared memory do not work between machines. */
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "9p",
            "ceph",
            "lustre",
            "gpfs",
            "beegfs",
            "davfs",
            "webdav",
            "vboxsf",
            "fuse.sshfs",
            "fuse.glusterfs",
            "fuse.ceph");

    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final Connection connection;
    private final boolean readOnly;
    private final @Nullable Object identity;

    private CacheFile(Path path, Connection connection, boolean readOnly) {
        this.path = path;
        this.connection = connection;
        this.readOnly = readOnly;
        this.identity = identity(path);
    }

    /**
     * Opens the cache file of a folder and creates it if it does not exist. A file that is not a cache of this version
     * is set aside.
     *
     * @throws UnusableException if no cache can be used in this folder
     * @throws InterruptedException if the thread was interrupted
     */
    static CacheFile open(Path folder, Duration patience, InstantSource clock)
            throws UnusableException, InterruptedException {
        Path path = folder.resolve(NAME);
        try {
            createPrivately(folder);
            String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
            if (isNetwork(type, folder)) {
                throw UnusableException.lasting(
                        folder + " is on a network drive (" + type + "), where SQLite's locks do not hold; set"
                                + " CLIPMETER_CACHE to a folder on a local disk",
                        null);
            }
            if (!Files.isWritable(folder) || (Files.exists(path) && !Files.isWritable(path))) {
                return openReadOnly(path, patience);
            }
            try (FolderLock lock = FolderLock.take(folder, patience)) {
                if (lock == null) {
                    throw UnusableException.passing(locked(path, patience), null);
                }
                return openLocked(path, patience, clock);
            }
        } catch (SQLException e) {
            throw unusable(path, patience, e);
        } catch (UnusableException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("while the cache was opened");
        } catch (IOException e) {
            throw UnusableException.passing(
                    path + " can't be used: " + e + "; set CLIPMETER_CACHE to another folder", e);
        } catch (LinkageError e) {
            throw UnusableException.lasting(
                    "SQLite's native library did not load: " + e + "; set CLIPMETER_CACHE to off", e);
        }
    }

    private static CacheFile openLocked(Path path, Duration patience, InstantSource clock)
            throws SQLException, UnusableException {
        Connection connection = null;
        boolean done = false;
        String reason;
        try {
            connection = SqliteDriver.connect(path, Mode.WRITE, patience);
            Schema.State state = Schema.state(connection);
            if (state == Schema.State.EMPTY) {
                Schema.create(connection);
            }
            if (state == Schema.State.EMPTY || state == Schema.State.OURS) {
                if (!Schema.writeAhead(connection)) {
                    throw UnusableException.lasting(
                            path + ": this file system has no shared memory for SQLite; set CLIPMETER_CACHE to a folder"
                                    + " on a local disk",
                            null);
                }
                done = true;
                return new CacheFile(path, connection, false);
            }
            reason = state == Schema.State.OTHER_VERSION ? "a cache of another version" : "not an embedding cache";
        } catch (SQLException e) {
            if (!damaged(e)) {
                throw e;
            }
            reason = "damaged (" + e.getMessage() + ")";
        } finally {
            if (!done && connection != null) {
                closeQuietly(connection);
            }
        }
        throw UnusableException.passing(path + " is " + reason + "; " + moveAway(path, clock), null);
    }

    /**
     * Opens a file that can be read but not written. Unless another process has a log beside it, the file is not going
     * to change.
     */
    static CacheFile openReadOnly(Path path, Duration patience) throws SQLException, UnusableException {
        if (!Files.exists(path)) {
            throw UnusableException.lasting(
                    path.getParent() + " can't be written; set CLIPMETER_CACHE to a folder that you can write to",
                    null);
        }
        boolean inUse = Files.exists(companion(path, "-wal"));
        Connection connection = SqliteDriver.connect(path, inUse ? Mode.READ : Mode.READ_UNCHANGING, patience);
        boolean done = false;
        try {
            if (Schema.state(connection) != Schema.State.OURS) {
                throw UnusableException.lasting(
                        path
                                + " is not a cache of this version and can't be written; set CLIPMETER_CACHE to another folder",
                        null);
            }
            done = true;
            return new CacheFile(path, connection, true);
        } finally {
            if (!done) {
                closeQuietly(connection);
            }
        }
    }

    Path path() {
        return path;
    }

    Connection connection() {
        return connection;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** The size on the disk in bytes, the log included. */
    long bytes() {
        return size(path) + size(companion(path, "-wal"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // the file does not exist
        }
    }

    /**
     * Closes a damaged file and renames it, unless another process has already done so.
     *
     * @return what was done, for a message
     */
    String setAside(Duration patience, InstantSource clock) throws InterruptedException {
        closeQuietly(connection);
        if (readOnly) {
            return "it can't be written, so it stays; delete it";
        }
        Path folder = Objects.requireNonNull(path.getParent());
        try (FolderLock lock = FolderLock.take(folder, patience)) {
            if (lock == null || !Objects.equals(identity, identity(path))) {
                return "embeddings are computed again";
            }
            return moveAway(path, clock);
        } catch (IOException e) {
            return "it could not be set aside (" + e + "); delete it";
        }
    }

    /**
     * Call only while holding the folder's lock. The database is moved first: SQLite drops a log whose database is
     * gone.
     */
    private static String moveAway(Path path, InstantSource clock) {
        String suffix = BAD + TIME.format(clock.instant());
        try {
            deleteBad(Objects.requireNonNull(path.getParent()));
            for (String companion : COMPANIONS) {
                Path file = companion(path, companion);
                if (Files.exists(file)) {
                    Files.move(file, companion(path, suffix + companion));
                }
            }
            return "set aside as " + NAME + suffix + ", embeddings are computed again";
        } catch (IOException e) {
            return "it could not be set aside (" + e + "); delete it";
        }
    }

    /** Deletes files that were set aside earlier. Everything in them can be computed again. */
    static void deleteBad(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, NAME + BAD + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Whether an error says that the file itself is broken. */
    static boolean damaged(SQLException e) {
        int code = code(e);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** Describes an error for people. */
    static UnusableException unusable(Path path, Duration patience, SQLException e) {
        int code = code(e);
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return UnusableException.passing(locked(path, patience), e);
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return UnusableException.passing("the disk of " + path + " is full; free some space", e);
        }
        return UnusableException.passing(path + ": " + e.getMessage(), e);
    }

    private static String locked(Path path, Duration patience) {
        return path + " was locked by another process for more than " + patience.toSeconds()
                + " s; try again once that has ended";
    }

    /** SQLite's primary result code; 0 if the error comes from the driver itself. */
    static int code(SQLException e) {
        return e instanceof SQLiteException failure ? failure.getResultCode().code & 0xff : 0;
    }

    static boolean isNetwork(String type, Path folder) {
        return NETWORK.contains(type) || folder.toString().startsWith("\\\\");
    }

    private static void createPrivately(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    static Path companion(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            return; // everything saved is on the disk, so nothing is lost
        }
    }
}
