package org.clipmeter.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that worker threads prepare ahead of time and that one thread takes in order. Both the files looked up and
 * the pictures decoded ahead are bounded. Which of two equal files is decoded depends on their order alone.
 */
final class PictureQueue implements AutoCloseable {
    private static final long POLL_MILLISECONDS = 50;

    private final List<Path> files;
    private final PictureLoader loader;
    private final Budget budget;
    private final int models;
    private final int batch;
    private final BooleanSupplier cancelled;
    private final ImageClaims claims;

    /** The pictures that have not been taken yet, in order. */
    private final Deque<Picture> waiting = new ArrayDeque<>();
    /** The waiting pictures that no worker decodes yet, in order. */
    private final Deque<Picture> undecoded = new ArrayDeque<>();

    private final Map<String, Picture> byContent;
    private int begun;
    private int preparedAhead;
    private boolean closed;
    private @Nullable Throwable fault;

    PictureQueue(
            List<Path> files,
            PictureLoader loader,
            ImageClaims claims,
            Budget budget,
            int models,
            int batch,
            BooleanSupplier cancelled) {
        this.files = files;
        this.loader = loader;
        this.claims = claims;
        this.budget = budget;
        this.models = models;
        this.batch = batch;
        this.cancelled = cancelled;
        this.byContent = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
                return size() > budget.rememberedContents();
            }
        };
    }

    /** Starts the workers. */
    PictureQueue start() {
        for (int i = 0; i < Math.min(budget.workers(), files.size()); i++) {
            Thread thread = new Thread(this::work, "clipmeter-decode-" + i);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) { // the system refuses to start more threads
                close();
                throw e;
            }
        }
        return this;
    }

    /**
     * Takes the next picture: with pixelValues, embeddings, a failure, a twin that was taken before, or awaited from
     * others.
     *
     * @return null if the run was cancelled
     */
    synchronized @Nullable Picture take() throws IOException, InterruptedException {
        while (true) {
            if (fault instanceof IOException e) {
                throw e;
            }
            if (fault != null) {
                throw new IllegalStateException("decoding stopped: " + fault, fault);
            }
            if (cancelled.getAsBoolean()) {
                return null;
            }
            Picture next = waiting.peek();
            if (next != null && next.isReady()) {
                waiting.remove();
                if (next.state == Picture.State.DECODED) {
                    preparedAhead--;
                }
                notifyAll();
                return next;
            }
            wait(POLL_MILLISECONDS);
        }
    }

    /** Tells the workers to stop after the picture that they are working on. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        undecoded.clear();
        byContent.clear();
        notifyAll();
    }

    private void work() {
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
        } catch (Throwable e) {
            stop(e);
        }
    }

    private synchronized void stop(Throwable e) {
        if (fault == null) {
            fault = e;
        }
        closed = true;
        notifyAll();
    }

    /**
     * The next task: decode a picture that is known to need it, or else look up more files; null if everything is done.
     */
    private synchronized @Nullable Runnable next() throws InterruptedException, IOException {
        while (!closed && !cancelled.getAsBoolean()) {
            Picture picture = nextToDecode();
            if (picture != null) {
                return () -> decode(picture);
            }
            if (begun < files.size() && waiting.size() < lookAhead()) {
                List<Picture> chunk = begin();
                return () -> fetch(chunk);
            }
            if (begun == files.size() && undecoded.isEmpty()) {
                return null;
            }
            wait(POLL_MILLISECONDS);
        }
        return null;
    }

    /** Whether the run was cancelled. */
    boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** How many files are looked up at once, and the most pictures that are taken at once. */
    int chunk() {
        return Math.max(Embedder.LOOKED_UP_AT_ONCE, batch);
    }

    private int lookAhead() {
        return chunk() * (budget.workers() + 1);
    }

    private List<Picture> begin() {
        List<Picture> chunk = new ArrayList<>();
        for (Path file : files.subList(begun, Math.min(files.size(), begun + chunk()))) {
            chunk.add(new Picture(file, models));
        }
        begun += chunk.size();
        waiting.addAll(chunk);
        undecoded.addAll(chunk);
        return chunk;
    }

    /** Claims are made here, in the order of the pictures, so that no two runs wait for each other. */
    private @Nullable Picture nextToDecode() throws IOException {
        while (true) {
            Picture picture = undecoded.peek();
            if (picture == null || picture.state == Picture.State.NEW) {
                return null;
            }
            boolean known = hasTwin(picture) || picture.isKnown();
            if (!known) {
                if (preparedAhead >= budget.ready(batch)) {
                    return null;
                }
                if (picture.content != null) {
                    byContent.put(picture.content, picture);
                }
                if (claims.take(picture)) {
                    preparedAhead++;
                    picture.state = Picture.State.DECODING;
                    return undecoded.remove();
                }
                loader.forgetFile(picture);
            }
            picture.state = known ? Picture.State.KNOWN : Picture.State.AWAITED;
            undecoded.remove();
            notifyAll();
        }
    }

    /**
     * Whether this run has seen the content before. This is checked before the result from the store is used, because
     * whether the store already has the embedding depends on timing.
     */
    private boolean hasTwin(Picture picture) {
        picture.twin = picture.content == null ? null : byContent.get(picture.content);
        if (picture.twin == null) {
            return false;
        }
        loader.forgetFile(picture);
        picture.forgetEmbeddings();
        return true;
    }

    private void fetch(List<Picture> chunk) {
        try {
            loader.fetch(chunk);
        } catch (IOException e) {
            stop(e);
            return;
        }
        synchronized (this) {
            chunk.forEach(picture -> picture.state = Picture.State.FETCHED);
            notifyAll();
        }
    }

    private void decode(Picture picture) {
        loader.prepare(picture);
        synchronized (this) {
            picture.state = Picture.State.DECODED;
            notifyAll();
        }
    }
}
