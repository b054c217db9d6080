package org.clipmeter.embed.cache;

import java.nio.file.InvalidPathException;
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
import org.clipmeter.engine.EngineSettings;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.weights.file.FileHashes;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings kept in one SQLite file for all threads and processes that use its folder. Opened when it is first needed.
 * Where something is wrong with the file, work goes on without it and {@link #takeWarnings} says so, once; a while later
 * it is tried again.
 *
 * <p>What {@link #save} has taken survives the death of any process; a power failure may cost the last seconds.
 */
public final class EmbeddingCache implements EmbeddingStore, AutoCloseable {
    /** Names the folder of the shared cache, or switches it off: an environment variable, or else a system property. */
    public static final String SETTING = "CLIPMETER_CACHE";

    private static final String OFF = "off";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final @Nullable Path folder;
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
        this.patience = patience;
        this.clock = clock;
    }

    /** A cache in a folder, which is made, for this user only, where there is none. */
    public static EmbeddingCache in(Path folder) {
        return new EmbeddingCache(folder, PATIENCE, InstantSource.system());
    }

    /** A cache that keeps nothing. */
    public static EmbeddingCache off() {
        return new EmbeddingCache(null, PATIENCE, InstantSource.system());
    }

    /**
     * The cache that all of a user's processes share: {@code clipmeter/embeddings} in the user's cache folder, or the
     * folder that {@value #SETTING} names; {@code off} there means none.
     */
    public static EmbeddingCache shared() {
        return Shared.CACHE;
    }

    /** Opened at most once a process; what is open at its end is closed, so that no log stays behind. */
    private static final class Shared {
        private static final EmbeddingCache CACHE = named(setting(), EngineSettings.userCache());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CACHE::closeUnlessBusy, "clipmeter-cache-close"));
        }
    }

    private static @Nullable String setting() {
        String variable = System.getenv(SETTING);
        return variable == null || variable.isBlank() ? System.getProperty(SETTING) : variable;
    }

    static EmbeddingCache named(@Nullable String setting, Path userCache) {
        if (setting == null || setting.isBlank()) {
            return in(userCache.resolve("clipmeter").resolve("embeddings"));
        }
        if (setting.strip().equalsIgnoreCase(OFF)) {
            return off();
        }
        try {
            return in(Path.of(setting.strip()));
        } catch (InvalidPathException e) {
            EmbeddingCache none = off();
            none.say(SETTING + " is not a path (" + e.getMessage() + "); expected a folder, or off");
            return none;
        }
    }

    /** What is done with an open file. */
    @FunctionalInterface
    interface Use<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** What changes an open file. */
    @FunctionalInterface
    interface Change {
        void to(Connection connection) throws SQLException;
    }

    @Override
    public Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        long now = now();
        Rows.Found found = read(connection -> new Rows(connection).find(keys, now));
        if (found == null) {
            return Map.of();
        }
        write(connection -> new Rows(connection).tend(found, now));
        lock.lock();
        try {
            hits += found.embeddings().size();
            misses += keys.size() - found.embeddings().size();
        } finally {
            lock.unlock();
        }
        return found.embeddings();
    }

    @Override
    public void save(Map<EmbeddingKey, StoredEmbedding> embeddings) {
        if (!embeddings.isEmpty()) {
            write(connection -> {
                if (new Rows(connection).save(embeddings, models, now()) > 0) {
                    new Upkeep(connection).evict();
                }
            });
        }
    }

    /** Whether this keeps nothing. */
    public boolean isOff() {
        return folder == null;
    }

    /** Opens the file now, so that the first lookup does not wait for it. */
    public void open() {
        use(open -> null);
    }

    /** Says which model a space belongs to, for people who look at the cache. */
    public void name(String space, String model) {
        lock.lock();
        try {
            models.put(space, model);
        } finally {
            lock.unlock();
        }
    }

    /** Hashes of weight files, remembered here. */
    public FileHashes hashes() {
        return new RememberedHashes(this, clock);
    }

    /** What the cache holds; null where it is switched off or can't be used, see {@link #trouble}. */
    public @Nullable CacheContents contents() {
        return use(open -> {
            Upkeep upkeep = new Upkeep(open.connection());
            return new CacheContents(open.path(), open.bytes(), upkeep.limit(), upkeep.parts());
        });
    }

    /**
     * Deletes embeddings, and gives their room back.
     *
     * @param models those of models with these names only; null for all
     * @param before those not used since only; null for all
     * @return how many; null where the cache can't be written, see {@link #trouble}
     */
    public @Nullable Long clear(@Nullable List<String> models, @Nullable Instant before) {
        return use(open -> open.readOnly() ? null : new Upkeep(open.connection()).clear(models, before));
    }

    /** Sets the most bytes that the file may have, for all who use it. */
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

    /** How many embeddings were looked for in vain since this was opened. */
    public long misses() {
        lock.lock();
        try {
            return misses;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is kept at the moment, in one line; null where all is well. */
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

    /** Reads from the file; null where that can't be done. */
    <T> @Nullable T read(Use<@Nullable T> reading) {
        return use(open -> reading.with(open.connection()));
    }

    /** Changes the file where that can be done. */
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

    /** Lets the file be for a while, or for good. */
    private void rest(UnusableException reason) {
        closeFile();
        String message = OneLine.of(String.valueOf(reason.getMessage()));
        trouble = message;
        closedUntil = reason.passing() ? clock.instant().plus(PAUSE) : Instant.MAX;
        say("embedding cache not used: " + message);
    }

    private void say(String warning) {
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

    /** Closes the file; the next use opens it again. */
    @Override
    public void close() {
        lock.lock();
        try {
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    /** A process that ends does not wait for a lock. */
    private void closeUnlessBusy() {
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
        return "EmbeddingCache[" + (folder == null ? OFF : folder) + "]";
    }
}
