package org.clipmeter.notebook.option;

import javax.lang.model.SourceVersion;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.view.Cell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tech.tablesaw.api.Table;

/** {@code -o name}: declares the result as a variable of its own type. */
public final class Variable {
    @Option(
            names = "-o",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "declares the result as Table NAME")
    private @Nullable String name;

    /** The name that was asked for; null if none was. */
    @Nullable
    public String name() {
        return name;
    }

    /** Refuses a name that is not valid in Java, before any work is done. */
    public void check() {
        if (name != null && !SourceVersion.isName(name)) {
            throw NotebookError.of("-o " + name + ": not a name of a Java variable; try -o scores");
        }
    }

    /** Declares the variable if one was asked for. */
    public Table bind(Cell cell, Table table) {
        check();
        if (name != null) {
            cell.bind(name, Table.class, table);
        }
        return table;
    }
}
