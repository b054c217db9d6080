package org.clipmeter.embed.cache;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.EmbeddingStore;
import org.clipmeter.embed.StoredEmbedding;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.weights.file.FileHashes;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings stored in one SQLite file that all threads and processes using its folder share. The file is opened when
 * it is first needed. If something is wrong with it, work continues without it, {@link #takeWarnings} reports this
 * once, and the file is tried again after a while.
 *
 * <p>Embeddings that {@link #save} has stored survive the death of any process; a power failure may lose those of the
 * last seconds.
 */
public final class EmbeddingCache implements EmbeddingStore, AutoCloseable {
    /** The environment variable, or else the system property, that names the folder of the shared cache, or is "off". */
    public static final String SETTING = "CLIPMETER_CACHE";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final @Nullable Path folder;
    private final Claims claims;
    private final Duration patience;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> models = new HashMap<>();
    private final Set<String> said = new LinkedHashSet<>();
    private final List<String> unsaid = new ArrayList<>();
    private @Nullable CacheFile file;
    private @Nullable String trouble;
    private Instant closedUntil = Instant.MIN;
    private long hits;
    private long misses;

    EmbeddingCache(@Nullable Path folder, Duration patience, InstantSource clock) {
        this.folder = folder == null ? null : folder.toAbsolutePath().normalize();
        this.claims = new Claims(this.folder);
        this.patience = patience;
        this.clock = clock;
    }

    /** A cache in this folder. If the folder does not exist, it is created with access for this user only. */
    public static EmbeddingCache in(Path folder) {
        return new EmbeddingCache(folder, PATIENCE, InstantSource.system());
    }

    /** A cache that stores nothing. */
    public static EmbeddingCache off() {
        return new EmbeddingCache(null, PATIENCE, InstantSource.system());
    }

    /**
     * The cache that all of a user's processes share: {@code clipmeter/embeddings} in the user's cache folder, or the
     * folder that {@value #SETTING} names; the value {@code off} switches the cache off.
     */
    public static EmbeddingCache shared() {
        return SharedCache.CACHE;
    }

    /** Reads from an open file. */
    @FunctionalInterface
    interface Use<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** Changes an open file. */
    @FunctionalInterface
    interface Change {
        void to(Connection connection) throws SQLException;
    }

    @Override
    public Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys) {
        return find(keys, keys.size());
    }

    @Override
    public Map<EmbeddingKey, StoredEmbedding> findAgain(Collection<EmbeddingKey> keys) {
        return find(keys, 0); // they count as not found already
    }

    /** Every claim ends with this process, however it ends; while nothing can be stored, every claim succeeds. */
    @Override
    public boolean claim(EmbeddingKey key) {
        return trouble() != null || claims.claim(key);
    }

    @Override
    public void release(Collection<EmbeddingKey> keys) {
        claims.release(keys);
    }

    private Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys, int firstTime) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        long now = now();
        EmbeddingRows.Found found = read(connection -> new EmbeddingRows(connection).find(keys, now));
        if (found == null) {
            return Map.of();
        }
        write(connection -> new EmbeddingRows(connection).tend(found, now));
        lock.lock();
        try {
            hits += found.embeddings().size();
            misses += firstTime - found.embeddings().size();
        } finally {
            lock.unlock();
        }
        return found.embeddings();
    }

    @Override
    public void save(Map<EmbeddingKey, StoredEmbedding> embeddings) {
        if (!embeddings.isEmpty()) {
            write(connection -> {
                if (new EmbeddingRows(connection).save(embeddings, models, now()) > 0) {
                    new Upkeep(connection).evict();
                }
            });
        }
    }

    /** Whether this cache stores nothing. */
    public boolean isOff() {
        return folder == null;
    }

    /** Opens the file now, so that the first lookup does not wait for it. */
    public void open() {
        use(open -> null);
    }

    /** Sets the model name of a space, for people who look at the cache. */
    public void name(String space, String model) {
        lock.lock();
        try {
            models.put(space, model);
        } finally {
            lock.unlock();
        }
    }

    /** Hashes of weight files, which this cache stores too. */
    public FileHashes hashes() {
        return new RememberedHashes(this, clock);
    }

    /** The contents of the cache; null if it is switched off or can't be used, see {@link #trouble}. */
    public @Nullable CacheContents contents() {
        return use(open -> {
            Upkeep upkeep = new Upkeep(open.connection());
            return new CacheContents(open.path(), open.bytes(), upkeep.limit(), upkeep.parts());
        });
    }

    /**
     * Deletes embeddings and returns their space to the file system.
     *
     * @param models deletes only embeddings of models with these names; null for all
     * @param before deletes only embeddings that have not been used since then; null for all
     * @return how many were deleted; null if the cache can't be written, see {@link #trouble}
     */
    public @Nullable Long clear(@Nullable List<String> models, @Nullable Instant before) {
        return use(open -> open.readOnly() ? null : new Upkeep(open.connection()).clear(models, before));
    }

    /** Sets the maximum size of the file in bytes for all processes that use it. */
    public void limit(long bytes) {
        if (bytes <= 0) {
            throw new InvalidRequestException(
                    Section.CACHE, "cache: expected a limit of more than 0 bytes, got " + bytes, null);
        }
        write(connection -> new Upkeep(connection).limit(bytes));
    }

    /** How many embeddings were found since this was opened. */
    public long hits() {
        lock.lock();
        try {
            return hits;
        } finally {
            lock.unlock();
        }
    }

    /** How many embeddings were looked up and not found since this was opened. */
    public long misses() {
        lock.lock();
        try {
            return misses;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is stored at the moment, in one line; null if the cache works. */
    public @Nullable String trouble() {
        lock.lock();
        try {
            if (folder == null) {
                return "it is switched off";
            }
            return file != null && file.readOnly() ? file.path() + " can't be written" : trouble;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> takeWarnings() {
        synchronized (said) {
            List<String> taken = List.copyOf(unsaid);
            unsaid.clear();
            return taken;
        }
    }

    /** Reads from the file; returns null if that fails. */
    <T> @Nullable T read(Use<@Nullable T> reading) {
        return use(open -> reading.with(open.connection()));
    }

    /** Changes the file if it can be written. */
    void write(Change change) {
        use(open -> {
            if (!open.readOnly()) {
                change.to(open.connection());
            }
            return null;
        });
    }

    @FunctionalInterface
    private interface FileUse<T> {
        @Nullable
        T with(CacheFile open) throws SQLException;
    }

    private <T> @Nullable T use(FileUse<T> use) {
        lock.lock();
        try {
            CacheFile open = opened();
            return open == null ? null : use.with(open);
        } catch (SQLException e) {
            fail(e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (RuntimeException e) {
            rest(UnusableException.passing("unexpected: " + e, e));
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable CacheFile opened() throws InterruptedException {
        if (file == null && folder != null && !clock.instant().isBefore(closedUntil)) {
            try {
                file = CacheFile.open(folder, patience, clock);
                trouble = null;
            } catch (UnusableException e) {
                rest(e);
            }
        }
        return file;
    }

    private void fail(SQLException e) {
        CacheFile open = Objects.requireNonNull(file);
        UnusableException reason = CacheFile.unusable(open.path(), patience, e);
        if (CacheFile.damaged(e)) {
            file = null;
            try {
                reason = UnusableException.passing(
                        open.path() + " is damaged (" + e.getMessage() + "); " + open.setAside(patience, clock), e);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        rest(reason);
    }

    /** Closes the file and does not try it again for a while, or not at all if the reason is lasting. */
    private void rest(UnusableException reason) {
        closeFile();
        String message = OneLine.of(String.valueOf(reason.getMessage()));
        trouble = message;
        closedUntil = reason.passing() ? clock.instant().plus(PAUSE) : Instant.MAX;
        say("embedding cache not used: " + message);
    }

    void say(String warning) {
        synchronized (said) {
            if (said.add(warning)) {
                unsaid.add(OneLine.of(warning));
            }
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private void closeFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** Closes the file and releases all claims; the next use opens it again. */
    @Override
    public void close() {
        lock.lock();
        try {
            closeFile();
        } finally {
            lock.unlock();
        }
        claims.close();
    }

    /** Closes the file unless it is in use: a process that ends should not wait for a lock. */
    void closeUnlessBusy() {
        try {
            if (lock.tryLock(1, TimeUnit.SECONDS)) {
                try {
                    closeFile();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "EmbeddingCache[" + (folder == null ? SharedCache.OFF : folder) + "]";
    }
}
