package org.clipmeter.notebook.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cell that remembers its outputs in order. An updated output stays in its place. */
public final class FakeCell implements Cell {
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
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
