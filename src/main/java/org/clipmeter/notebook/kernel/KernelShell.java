package org.clipmeter.notebook.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The JShell inside a kernel, which knows the variables that cells have declared. */
final class KernelShell {
    private static final System.Logger LOG = System.getLogger(KernelShell.class.getName());

    private KernelShell() {}

    /** The shell of a {@code BaseKernel}: JJava has a method that returns it, IJava's evaluator has one; null if neither is there. */
    static @Nullable JShell of(Object kernel) {
        JShell shell = returned(kernel, "getJShell");
        if (shell != null) {
            return shell;
        }
        Object evaluator =
                HiddenField.of(kernel.getClass(), "evaluator", Object.class).get(kernel);
        return evaluator == null ? null : returned(evaluator, "getShell");
    }

    /** The names of the variables that cells have declared; empty if they can't be read. */
    static List<String> variables(Object kernel) {
        JShell shell = of(kernel);
        return shell == null
                ? List.of()
                : shell.variables()
                        .map(VarSnippet::name)
                        .filter(name -> !name.startsWith("$")) // those that JShell itself made
                        .sorted()
                        .toList();
    }

    private static @Nullable JShell returned(Object owner, String method) {
        try {
            Method getter = owner.getClass().getMethod(method);
            getter.setAccessible(true);
            return getter.invoke(owner) instanceof JShell shell ? shell : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, method + " of this kernel can't be called", e);
            return null;
        }
    }
}
