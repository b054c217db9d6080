package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import java.util.List;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.jspecify.annotations.Nullable;

/**
 * Our magics in a kernel. IJava adds an empty block after every magic, so that a magic's value is never the value of
 * the cell. If the cell's last line holds nothing but the magic, its value is therefore displayed here.
 */
final class KernelMagics {
    private final BaseKernel kernel;
    private final ShortErrors errors;
    private final Magics magics;
    private @Nullable ShellReplyEnvironment cell;
    private int calls;

    KernelMagics(BaseKernel kernel, Magics magics, ShortErrors errors) {
        this.kernel = kernel;
        this.magics = magics;
        this.errors = errors;
    }

    void register(io.github.spencerpark.jupyter.kernel.magic.registry.Magics registry) {
        for (String name : Magics.names()) {
            registry.registerLineMagic(name, args -> run(name, args, null));
            registry.registerCellMagic(name, (args, body) -> run(name, args, body));
        }
    }

    private @Nullable Object run(String name, List<String> args, @Nullable String body) {
        IJavaCell running = new IJavaCell(kernel);
        int call = count(running.environment());
        Object value;
        try {
            value = magics.run(name, args, body, running);
        } catch (NotebookError e) {
            errors.expect(e);
            throw e;
        }
        String source = running.source();
        if (value != null && source != null && CellSource.isBareAndLast(source, call)) {
            running.display(kernel.getRenderer().render(value));
        }
        return value;
    }

    /** How many magics this cell has called, including this one. */
    private synchronized int count(@Nullable ShellReplyEnvironment environment) {
        calls = environment != null && environment == cell ? calls + 1 : 1;
        cell = environment;
        return calls;
    }
}
