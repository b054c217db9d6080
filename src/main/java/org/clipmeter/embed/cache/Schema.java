package org.clipmeter.embed.cache;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a cache file. */
final class Schema {
    /**
     * The version of the tables. It is part of the file's name, so that two versions of clipmeter use different files.
     */
    static final int VERSION = 1;

    /** "clpm" in ASCII: the application id that distinguishes our files from other databases. */
    private static final int APPLICATION = 0x636c706d;

    /**
     * A page holds five 768-dimensional vectors; a page of the standard 4096 bytes would hold one and waste the rest.
     */
    private static final int PAGE_SIZE = 16384;

    private static final Map<String, String> TABLES = tables();

    private Schema() {}

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("setting", "CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT");
        // Ids are never used twice: another process may still hold the id of a collection that was cleared.
        tables.put(
                "collection",
                "CREATE TABLE collection (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, space TEXT NOT NULL,"
                        + " model TEXT NOT NULL, used INTEGER NOT NULL, UNIQUE (kind, space)) STRICT");
        tables.put(
                "embedding",
                "CREATE TABLE embedding (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, content BLOB NOT NULL,"
                        + " used INTEGER NOT NULL, flags TEXT NOT NULL, checksum INTEGER NOT NULL, vector BLOB NOT NULL,"
                        + " UNIQUE (collection, content)) STRICT");
        tables.put("embedding_by_use", "CREATE INDEX embedding_by_use ON embedding (used, collection)");
        tables.put(
                "weight_file",
                "CREATE TABLE weight_file (path TEXT PRIMARY KEY, state TEXT NOT NULL, sha256 TEXT NOT NULL,"
                        + " hashed INTEGER NOT NULL) STRICT");
        return tables;
    }

    /** What an existing file is, judged by the header and the definitions of the tables. */
    enum State {
        OURS,
        EMPTY,
        FOREIGN,
        OTHER_VERSION
    }

    static State state(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int application = number(statement, "PRAGMA application_id");
            int version = number(statement, "PRAGMA user_version");
            Map<String, String> found = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT name, substr(sql, 1, 1000) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' LIMIT 20")) {
                while (rows.next()) {
                    found.put(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
                }
            }
            if (application == 0 && version == 0 && found.isEmpty()) {
                return State.EMPTY;
            }
            if (application != APPLICATION) {
                return State.FOREIGN;
            }
            if (version != VERSION) {
                return State.OTHER_VERSION;
            }
            return found.equals(TABLES) ? State.OURS : State.FOREIGN;
        }
    }

    /** Creates the tables in an empty file. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_SIZE);
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            writeAhead(connection);
            statement.execute("BEGIN IMMEDIATE");
            for (String table : TABLES.values()) {
                statement.execute(table);
            }
            statement.execute("PRAGMA application_id = " + APPLICATION);
            statement.execute("PRAGMA user_version = " + VERSION);
            statement.execute("COMMIT");
        }
    }

    /** Sets how a connection writes; returns false if the file system has no shared memory for a write-ahead log. */
    static boolean writeAhead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String mode;
            try (ResultSet row = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                mode = row.next() ? row.getString(1) : "";
            }
            for (String setting : List.of(
                    // No row is lost if a process dies; a power failure may lose the last ones.
                    "synchronous = NORMAL",
                    "wal_autocheckpoint = 256",
                    "journal_size_limit = 8388608",
                    "trusted_schema = OFF",
                    "cell_size_check = ON")) {
                statement.execute("PRAGMA " + setting);
            }
            return "wal".equals(mode);
        }
    }

    static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
