package io.github.spencerpark.ijava;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/** Runs snippets on threads of its own and keeps their values as objects; a stop interrupts and forgets them. */
final class ObjectControl extends DirectExecutionControl {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Future<Object>> running = new ConcurrentHashMap<>();
    private final Map<String, Optional<Object>> values = new ConcurrentHashMap<>();

    @Nullable
    Object take(String key) {
        Optional<Object> value = values.remove(key);
        return value == null ? null : value.orElse(null);
    }

    @Override
    protected String invoke(Method doit) throws Exception {
        Future<Object> result = threads.submit(() -> doit.invoke(null));
        String key = UUID.randomUUID().toString();
        running.put(key, result);
        try {
            values.put(key, Optional.ofNullable(result.get()));
            return key;
        } catch (CancellationException e) {
            throw new UserException("interrupted", "Execution Interrupted", new StackTraceElement[0]);
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof InvocationTargetException thrown ? thrown.getCause() : e.getCause();
            throw new UserException(
                    String.valueOf(cause.getMessage()), cause.getClass().getName(), cause.getStackTrace());
        } finally {
            running.remove(key);
        }
    }

    @Override
    public void stop() {
        running.values().forEach(task -> task.cancel(true));
    }
}
