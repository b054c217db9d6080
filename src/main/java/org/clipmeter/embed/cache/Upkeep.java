package org.clipmeter.embed.cache;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures, limits and clears the contents of an open cache file. */
final class Upkeep {
    /** Two gigabytes, enough for about 600,000 images with L/14. */
    static final long DEFAULT_LIMIT = 2_000_000_000L;

    /** How many rows a transaction deletes. Other processes can write between two transactions. */
    private static final int CHUNK = 256;

    private static final String LIMIT = "limit";

    private final Connection connection;

    Upkeep(Connection connection) {
        this.connection = connection;
    }

    /** The maximum size of the file in bytes. */
    long limit() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM setting WHERE name = ?")) {
            select.setString(1, LIMIT);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : DEFAULT_LIMIT;
            }
        }
    }

    void limit(long bytes) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)")) {
            put.setString(1, LIMIT);
            put.setLong(2, bytes);
            put.executeUpdate();
        }
        evict();
    }

    /**
     * Deletes the least recently used embeddings until the rest fits the limit, and returns their space to the file
     * system.
     */
    void evict() throws SQLException {
        long limit = limit();
        try (Statement statement = connection.createStatement()) {
            long page = Schema.number(statement, "PRAGMA page_size");
            if (pages(statement) * page <= limit) {
                return;
            }
            int deleted = CHUNK;
            while (deleted > 0 && (pages(statement) - free(statement)) * page > limit) {
                deleted = statement.executeUpdate("DELETE FROM embedding WHERE id IN"
                        + " (SELECT id FROM embedding ORDER BY used LIMIT " + CHUNK + ")");
            }
            long over = pages(statement) - limit / page;
            giveBack(statement, over);
        }
    }

    /**
     * Deletes embeddings.
     *
     * @param models deletes only embeddings of models with these names; null for all
     * @param before deletes only embeddings that have not been used since then; null for all
     * @return how many were deleted
     */
    long clear(@Nullable List<String> models, @Nullable Instant before) throws SQLException {
        List<Long> collections = new ArrayList<>();
        for (CacheContents.Part part : parts()) {
            if (models == null || models.stream().anyMatch(part.model()::equalsIgnoreCase)) {
                collections.add(part.id());
            }
        }
        List<Long> ids = new ArrayList<>();
        for (long collection : collections) {
            ids.addAll(ids(collection, before == null ? Long.MAX_VALUE : before.getEpochSecond()));
        }
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
            Transaction.run(
                    connection, () -> Transaction.each(connection, "DELETE FROM embedding WHERE id = ?", chunk));
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "DELETE FROM collection AS c WHERE NOT EXISTS (SELECT 1 FROM embedding WHERE collection = c.id)");
            if (models == null && before == null) {
                statement.executeUpdate("DELETE FROM weight_file");
            }
            giveBack(statement, free(statement));
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return ids.size();
    }

    private List<Long> ids(long collection, long before) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM embedding WHERE collection = ? AND used < ?")) {
            select.setLong(1, collection);
            select.setLong(2, before);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /** The stored embeddings by tower and model, the most recently used first. */
    List<CacheContents.Part> parts() throws SQLException {
        List<CacheContents.Part> parts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id, kind, substr(model, 1, 1000), substr(space, 1, 1000),"
                                + " (SELECT count(*) FROM embedding WHERE collection = c.id), used FROM collection c"
                                + " ORDER BY used DESC, model, id LIMIT 1000")) {
            while (rows.next()) {
                parts.add(new CacheContents.Part(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getLong(5),
                        Instant.ofEpochSecond(rows.getLong(6))));
            }
        }
        return parts;
    }

    private static long pages(Statement statement) throws SQLException {
        return Schema.number(statement, "PRAGMA page_count");
    }

    private static long free(Statement statement) throws SQLException {
        return Schema.number(statement, "PRAGMA freelist_count");
    }

    private static void giveBack(Statement statement, long pages) throws SQLException {
        for (long left = pages; left > 0; left -= CHUNK) {
            // executeUpdate runs the statement to its end; execute would free a single page only.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(left, CHUNK) + ")");
        }
    }
}
