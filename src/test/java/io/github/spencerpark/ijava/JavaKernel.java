package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** JShell behind the library's kernel. */
public final class JavaKernel extends BaseKernel {
    private final ObjectControl control = new ObjectControl();
    private final CodeEvaluator evaluator;
    private final Magics magics = new Magics();

    /** Run before the first cell, as IJava does. */
    private final Deque<String> startup = new ArrayDeque<>();

    JavaKernel() {
        JShell shell = JShell.builder()
                .executionEngine(
                        new ExecutionControlProvider() {
                            @Override
                            public String name() {
                                return "objects";
                            }

                            @Override
                            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                                return control;
                            }
                        },
                        Map.of())
                .build();
        evaluator = new CodeEvaluator(shell);
        String classpath = System.getenv("IJAVA_CLASSPATH");
        if (classpath != null) {
            for (String glob : classpath.split(File.pathSeparator, -1)) {
                paths(glob).forEach(shell::addToClasspath);
            }
        }
        startup.add("import java.util.*;");
        startup.add("import static io.github.spencerpark.ijava.IJava.lineMagic;");
        startup.add("import static io.github.spencerpark.ijava.IJava.cellMagic;");
        String script = System.getenv("IJAVA_STARTUP_SCRIPT");
        if (script != null) {
            startup.add(script);
        }
        magics.registerLineMagic("jars", globs -> {
            List<String> jars =
                    globs.stream().flatMap(glob -> paths(glob).stream()).toList();
            jars.forEach(shell::addToClasspath);
            return jars;
        });
    }

    public Magics getMagics() {
        return magics;
    }

    @Override
    public @Nullable DisplayData eval(String cell) throws Exception {
        while (!startup.isEmpty()) {
            evalAll(startup.remove());
        }
        Object result = evalAll(MagicSource.transpile(cell));
        return result == null
                ? null
                : result instanceof DisplayData data ? data : getRenderer().render(result);
    }

    private @Nullable Object evalAll(String code) throws Exception {
        SourceCodeAnalysis analysis = evaluator.getShell().sourceCodeAnalysis();
        Object last = null;
        SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(code);
        for (; info.completeness().isComplete(); info = analysis.analyzeCompletion(info.remaining())) {
            last = evalOne(info.source());
        }
        if (info.completeness() != SourceCodeAnalysis.Completeness.EMPTY) {
            throw new IllegalArgumentException("Incomplete input: " + info.remaining());
        }
        return last;
    }

    private @Nullable Object evalOne(String code) throws Exception {
        List<SnippetEvent> events = evaluator.getShell().eval(code);
        Object result = null;
        for (SnippetEvent event : events) {
            if (event.value() == null) {
                continue;
            }
            Snippet.SubKind kind = event.snippet().subKind();
            Object value = kind.isExecutable() ? control.take(event.value()) : event.value();
            result = switch (kind) {
                case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> value;
                default -> null;
            };
        }
        for (SnippetEvent event : events) {
            JShellException failure = event.causeSnippet() == null ? event.exception() : null;
            if (failure != null) {
                throw failure;
            }
            if (event.causeSnippet() == null && !event.status().isDefined()) {
                throw new IllegalArgumentException("does not compile: "
                        + evaluator
                                .getShell()
                                .diagnostics(event.snippet())
                                .map(problem -> problem.getMessage(null))
                                .toList());
            }
        }
        return result;
    }

    /** The class that the code threw takes JShell's place after the lines are styled, as in IJava. */
    @Override
    public List<String> formatError(Exception e) {
        List<String> lines = super.formatError(e);
        if (e instanceof EvalException thrown) {
            List<String> named = new ArrayList<>();
            lines.forEach(
                    line -> named.add(line.replace(EvalException.class.getName(), thrown.getExceptionClassName())));
            return named;
        }
        return lines;
    }

    @Override
    public void interrupt() {
        evaluator.getShell().stop();
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        evaluator.getShell().close();
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java")
                .version("17")
                .fileExtension(".java")
                .build();
    }

    private static List<String> paths(String glob) {
        List<String> paths = new ArrayList<>();
        try {
            for (Path path : new GlobFinder(glob).computeMatchingPaths()) {
                paths.add(path.toAbsolutePath().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }
}
