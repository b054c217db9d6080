package org.clipmeter.embed.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.clipmeter.engine.EngineSettings;
import org.clipmeter.files.AtomicFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's JDBC driver with its native library in a folder of ours. Left to itself, the driver unpacks the library
 * again in each process, and a killed process leaves its copy behind.
 */
final class SqliteDriver {
    private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";
    private static final String SCRATCH = "org.sqlite.tmpdir";

    private SqliteDriver() {}

    /** How a file is opened. */
    enum Mode {
        /** Creates the file if it does not exist. */
        WRITE,
        READ,
        /** For a file that no process writes to: needs no locks and no files beside it. */
        READ_UNCHANGING
    }

    /** Opens a database file. Statements wait up to {@code patience} for locks of other processes. */
    static Connection connect(Path file, Mode mode, Duration patience) throws SQLException {
        prepare();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) patience.toMillis());
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        if (mode != Mode.WRITE) {
            config.setReadOnly(true);
        }
        // Use a URI: in a plain path, the driver would read everything after a '?' as settings.
        String query = mode == Mode.READ_UNCHANGING ? "?immutable=1" : "";
        return config.createConnection("jdbc:sqlite:" + file.toUri() + query);
    }

    private static synchronized void prepare() {
        if (System.getProperty(LIBRARY_FOLDER) != null) {
            return;
        }
        try {
            Path folder = EngineSettings.apply().resolve("sqlite").resolve(SQLiteJDBCLoader.getVersion());
            if (unpack(folder)) {
                System.setProperty(LIBRARY_FOLDER, folder.toString());
                if (System.getProperty(SCRATCH) == null) {
                    System.setProperty(SCRATCH, folder.toString());
                }
            }
        } catch (IOException e) {
            // The driver then falls back to a copy for this process in the folder for temporary files.
            return;
        }
    }

    private static boolean unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        byte[] library;
        try (InputStream resource =
                SQLiteJDBCLoader.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (resource == null) {
                return false;
            }
            library = resource.readAllBytes();
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
            Files.createDirectories(folder);
            AtomicFile.write(file, library);
        }
        return true;
    }
}
