package org.clipmeter.notebook.view;

/** A cell that nobody sees, for commands that are described or warmed up. */
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
