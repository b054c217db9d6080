package org.clipmeter.notebook.view;

/** A cell that ignores all output, for commands that are only described or warmed up. */
public enum NoCell implements Cell {
    CELL;

    @Override
    public void show(Output output) {}

    @Override
    public Updatable open(Output output) {
        return changed -> {};
    }

    @Override
    public void bind(String name, Class<?> type, Object value) {}
}
