package org.clipmeter.embed.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.clipmeter.files.FileState;
import org.clipmeter.weights.file.FileHashes;
import org.clipmeter.weights.file.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of weight files. The cache file stores each with the state of the weight file and a checksum of the bytes that
 * were hashed. A hash is used only for bytes with the same checksum, so changes to the file after it was read do no
 * harm.
 */
final class RememberedHashes implements FileHashes {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST = 256;

    private final EmbeddingCache cache;
    private final InstantSource clock;

    RememberedHashes(EmbeddingCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public String sha256(Path file, String checksum, Hashing hashing) throws WeightsException {
        Instant start = clock.instant();
        Path real;
        String state;
        try {
            real = file.toRealPath();
            FileState now = FileState.of(real);
            if (!now.settledAt(start)) {
                return hashing.sha256();
            }
            state = now.text() + " " + checksum;
        } catch (IOException e) {
            return hashing.sha256();
        }
        String known = cache.read(connection -> find(connection, real, state));
        if (known != null) {
            return known;
        }
        String fresh = hashing.sha256();
        cache.write(connection -> put(connection, real, state, fresh, start));
        return fresh;
    }

    private static @Nullable String find(Connection connection, Path file, String state) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT sha256 FROM weight_file WHERE path = ? AND state = ?")) {
            select.setString(1, file.toString());
            select.setString(2, state);
            try (ResultSet row = select.executeQuery()) {
                String hash = row.next() ? row.getString(1) : null;
                return hash != null && SHA256.matcher(hash).matches() ? hash : null;
            }
        }
    }

    private static void put(Connection connection, Path file, String state, String hash, Instant now)
            throws SQLException {
        Transaction.run(connection, () -> {
            try (PreparedStatement put = connection.prepareStatement(
                            "INSERT OR REPLACE INTO weight_file (path, state, sha256, hashed) VALUES (?, ?, ?, ?)");
                    PreparedStatement forget = connection.prepareStatement("DELETE FROM weight_file WHERE path NOT IN"
                            + " (SELECT path FROM weight_file ORDER BY hashed DESC LIMIT " + MOST + ")")) {
                put.setString(1, file.toString());
                put.setString(2, state);
                put.setString(3, hash);
                put.setLong(4, now.getEpochSecond());
                put.executeUpdate();
                forget.executeUpdate();
            }
        });
    }
}
