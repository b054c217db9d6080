package org.clipmeter.notebook.option;

import javax.lang.model.SourceVersion;
import org.clipmeter.Result;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
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

    /**
     * Keeps a result in the session, shows it, and declares the variable if one was asked for.
     *
     * @param assigned the variable that the cell assigns the value to; null if it is not known
     * @param otherwise the name for a result that no variable names; null to derive it from the images' place
     * @return the result's table
     */
    public Table keep(
            Session session, Cell cell, @Nullable String assigned, Result result, @Nullable String otherwise) {
        String given = name == null ? assigned : name;
        Result named = result.named(session.keep(result, given == null ? otherwise : given));
        Views.show(named, cell);
        return bind(cell, named.table());
    }
}
