package org.clipmeter.embed.cache;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.StoredEmbedding;
import org.jspecify.annotations.Nullable;

/** The embeddings of an open cache file. */
final class EmbeddingRows {
    /** How many rows a query asks for. The same statement serves for fewer. */
    private static final int CHUNK = 64;

    /** By how many seconds a row's time of use may lag, so that most lookups write nothing. */
    private static final long STALE = 3600;

    /** A collection's time of use, which people see, is right to the minute. */
    private static final long MINUTE = 60;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    private final Connection connection;

    EmbeddingRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * The result of a query.
     *
     * @param collections those whose time of use should be updated
     * @param stale rows whose time of use should be updated
     * @param bad rows that differ from what was saved
     */
    record Found(
            Map<EmbeddingKey, StoredEmbedding> embeddings, Set<Long> collections, List<Long> stale, List<Long> bad) {}

    /** A collection and when it was used, in seconds since 1970. */
    private record Stored(long id, long used) {}

    /** The stored embeddings for these keys. Malformed keys are ignored. */
    Found find(Collection<EmbeddingKey> keys, long now) throws SQLException {
        Found found = new Found(new HashMap<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
        for (List<EmbeddingKey> group : groups(keys)) {
            Stored collection = collection(group.get(0));
            if (collection != null) {
                int before = found.embeddings().size();
                for (int from = 0; from < group.size(); from += CHUNK) {
                    find(collection.id(), group.subList(from, Math.min(group.size(), from + CHUNK)), now, found);
                }
                if (found.embeddings().size() > before && collection.used() / MINUTE != now / MINUTE) {
                    found.collections().add(collection.id());
                }
            }
        }
        return found;
    }

    private void find(long collection, List<EmbeddingKey> keys, long now, Found found) throws SQLException {
        // A value that is longer than any value we save is damaged, so it is not read.
        String query = "SELECT id, content, used, substr(flags, 1, " + Packed.LONGEST_FLAGS + "), checksum,"
                + " CASE WHEN length(vector) <= " + Packed.LONGEST_VECTOR + " THEN vector END"
                + " FROM embedding WHERE collection = ? AND content IN (?" + ", ?".repeat(CHUNK - 1) + ")";
        Map<String, EmbeddingKey> byContent = new HashMap<>();
        keys.forEach(key -> byContent.put(key.content(), key));
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setLong(1, collection);
            for (int i = 0; i < CHUNK; i++) {
                EmbeddingKey key = keys.get(Math.min(i, keys.size() - 1));
                select.setBytes(i + 2, HEX.parseHex(key.content()));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    EmbeddingKey key = byContent.get(HEX.formatHex(rows.getBytes(2)));
                    byte[] vector = rows.getBytes(6);
                    String flags = rows.getString(4);
                    StoredEmbedding embedding = key == null || vector == null || flags == null
                            ? null
                            : new Packed(vector, flags, rows.getLong(5)).unpack(key);
                    if (key == null || embedding == null) {
                        found.bad().add(rows.getLong(1));
                        continue;
                    }
                    found.embeddings().put(key, embedding);
                    if (Math.abs(now - rows.getLong(3)) > STALE) {
                        found.stale().add(rows.getLong(1));
                    }
                }
            }
        }
    }

    /** Updates the times of use and deletes bad rows. */
    void tend(Found found, long now) throws SQLException {
        if (found.collections().isEmpty()
                && found.stale().isEmpty()
                && found.bad().isEmpty()) {
            return;
        }
        Transaction.run(connection, () -> {
            String used = " SET used = " + now + " WHERE id = ?";
            Transaction.each(connection, "UPDATE collection" + used, found.collections());
            Transaction.each(connection, "UPDATE embedding" + used, found.stale());
            Transaction.each(connection, "DELETE FROM embedding WHERE id = ?", found.bad());
        });
    }

    /**
     * Saves either all of these embeddings or none.
     *
     * @param models the names of models by space, as far as they are known
     * @return how many were new
     */
    int save(Map<EmbeddingKey, StoredEmbedding> embeddings, Map<String, String> models, long now) throws SQLException {
        Map<EmbeddingKey, Packed> packed = new LinkedHashMap<>();
        embeddings.forEach((key, embedding) -> {
            Packed row = Packed.of(key, embedding);
            if (row != null) {
                packed.put(key, row);
            }
        });
        List<List<EmbeddingKey>> groups = groups(packed.keySet());
        int[] added = new int[1];
        if (!groups.isEmpty()) {
            Transaction.run(connection, () -> {
                for (List<EmbeddingKey> group : groups) {
                    EmbeddingKey first = group.get(0);
                    long collection = make(first, models.getOrDefault(first.space(), ""), now);
                    added[0] += insert(collection, group, packed, now);
                }
            });
        }
        return added[0];
    }

    private int insert(long collection, List<EmbeddingKey> keys, Map<EmbeddingKey, Packed> packed, long now)
            throws SQLException {
        int added = 0;
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO embedding"
                + " (collection, content, used, flags, checksum, vector) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (EmbeddingKey key : keys) {
                Packed row = packed.get(key);
                if (row != null) {
                    insert.setLong(1, collection);
                    insert.setBytes(2, HEX.parseHex(key.content()));
                    insert.setLong(3, now);
                    insert.setString(4, row.flags());
                    insert.setLong(5, row.checksum());
                    insert.setBytes(6, row.vector());
                    added += insert.executeUpdate();
                }
            }
        }
        return added;
    }

    private @Nullable Stored collection(EmbeddingKey key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, used FROM collection WHERE kind = ? AND space = ?")) {
            select.setString(1, kind(key));
            select.setString(2, key.space());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Stored(row.getLong(1), row.getLong(2)) : null;
            }
        }
    }

    private long make(EmbeddingKey key, String model, long now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO collection (kind, space, model, used)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (kind, space) DO UPDATE SET used = excluded.used,"
                + " model = CASE excluded.model WHEN '' THEN model ELSE excluded.model END"
                + " WHERE excluded.used / " + MINUTE + " <> used / " + MINUTE
                + " OR excluded.model NOT IN ('', model)")) {
            upsert.setString(1, kind(key));
            upsert.setString(2, key.space());
            upsert.setString(3, model);
            upsert.setLong(4, now);
            upsert.executeUpdate();
        }
        Stored made = collection(key);
        if (made == null) {
            throw new SQLException("no collection after its insertion");
        }
        return made.id();
    }

    private static String kind(EmbeddingKey key) {
        return key.modality().name().toLowerCase(Locale.ROOT);
    }

    /** Keys by tower and space. */
    private static List<List<EmbeddingKey>> groups(Collection<EmbeddingKey> keys) {
        Map<EmbeddingKey, List<EmbeddingKey>> groups = new LinkedHashMap<>();
        for (EmbeddingKey key : keys) {
            if (SHA256.matcher(key.content()).matches()) {
                groups.computeIfAbsent(new EmbeddingKey(key.modality(), "", key.space()), first -> new ArrayList<>())
                        .add(key);
            }
        }
        return List.copyOf(groups.values());
    }
}
