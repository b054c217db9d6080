package io.github.spencerpark.ijava;

import jdk.jshell.JShell;

/** What holds JShell in IJava: its kernel has one in a private field. */
public final class CodeEvaluator {
    private final JShell shell;

    CodeEvaluator(JShell shell) {
        this.shell = shell;
    }

    public JShell getShell() {
        return shell;
    }
}
