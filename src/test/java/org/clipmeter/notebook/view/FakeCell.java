package org.clipmeter.notebook.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell that remembers its outputs in order. An updated output stays in its place. */
public final class FakeCell implements Cell {
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private final Map<String, JavaVariable> declared = new LinkedHashMap<>();
    private @Nullable String source;
    private int updates;

    @Override
    public synchronized void show(Output output) {
        outputs.add(output);
    }

    @Override
    public synchronized Updatable open(Output output) {
        int place = outputs.size();
        outputs.add(output);
        return changed -> {
            synchronized (this) {
                outputs.set(place, changed);
                updates++;
            }
        };
    }

    @Override
    public synchronized void bind(String name, Class<?> type, Object value) {
        variables.put(type.getSimpleName() + " " + name, value);
    }

    @Override
    public synchronized @Nullable String source() {
        return source;
    }

    @Override
    public synchronized JavaVariable variable(String name) {
        return declared.getOrDefault(name, new JavaVariable.Absent());
    }

    /** Declares a variable of the kernel. */
    public synchronized FakeCell with(String name, @Nullable Object value) {
        return with(name, new JavaVariable.Value(value));
    }

    /** Sets what the kernel answers for a variable. */
    public synchronized FakeCell with(String name, JavaVariable answer) {
        declared.put(name, answer);
        return this;
    }

    /** Sets the cell's source. */
    public synchronized FakeCell from(String newSource) {
        source = newSource;
        return this;
    }

    public synchronized List<Output> outputs() {
        return List.copyOf(outputs);
    }

    public synchronized List<String> plain() {
        return outputs.stream().map(Output::plain).toList();
    }

    public synchronized Map<String, Object> variables() {
        return new LinkedHashMap<>(variables);
    }

    synchronized int updates() {
        return updates;
    }
}
