package org.clipmeter.architecture;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads which comments a source file of the public API lacks: one for each type, constructor, method and constant that a program can
 * use, with every component of a record and every checked exception. Parameters and what a method returns may be told in its sentence
 * instead, which the compiler's own check does not allow; what is there is checked by that.
 */
final class ApiComments extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees comments;
    private final CompilationUnitTree unit;
    private final List<String> missing = new ArrayList<>();

    private ApiComments(DocTrees comments, CompilationUnitTree unit) {
        this.comments = comments;
        this.unit = unit;
    }

    static List<String> missing(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            for (CompilationUnitTree unit : task.parse()) {
                ApiComments reader = new ApiComments(DocTrees.instance(task), unit);
                reader.scan(unit, null);
                missing.addAll(reader.missing);
            }
        }
        return missing;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
        if (!isVisible(type.getModifiers())) {
            return null;
        }
        DocCommentTree comment = required(type);
        if (comment != null && type.getKind() == Tree.Kind.RECORD) {
            for (Tree member : type.getMembers()) {
                if (member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC)
                        && !named(comment, DocTree.Kind.PARAM)
                                .contains(field.getName().toString())) {
                    missing.add(place(field) + "@param " + field.getName());
                }
            }
        }
        return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        boolean made = comments.getSourcePositions().getStartPosition(unit, method) < 0;
        boolean overrides = method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
        if (!made && !overrides && isVisible(method.getModifiers())) {
            DocCommentTree comment = required(method);
            if (comment != null) {
                Set<String> named = named(comment, DocTree.Kind.THROWS);
                for (ExpressionTree thrown : method.getThrows()) {
                    if (!named.contains(thrown.toString())) {
                        missing.add(place(method) + "@throws " + thrown);
                    }
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree field, @Nullable Void none) {
        boolean component = parent().getKind() == Tree.Kind.RECORD
                && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        if (!component && isVisible(field.getModifiers())) {
            required(field);
        }
        return null;
    }

    private @Nullable DocCommentTree required(Tree tree) {
        DocCommentTree comment = comments.getDocCommentTree(getCurrentPath());
        if (comment == null
                || comment.getFirstSentence().isEmpty()
                        && comment.getBlockTags().isEmpty()) {
            missing.add(place(tree) + "a comment");
            return null;
        }
        return comment;
    }

    /** Whether a program can use it: it is public or protected, or a member of an interface. */
    private boolean isVisible(ModifiersTree modifiers) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC)
                || flags.contains(Modifier.PROTECTED)
                || parent().getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
    }

    private Tree parent() {
        TreePath parent = getCurrentPath().getParentPath();
        return parent.getLeaf();
    }

    private static Set<String> named(DocCommentTree comment, DocTree.Kind kind) {
        Set<String> names = new HashSet<>();
        for (DocTree tag : comment.getBlockTags()) {
            if (tag.getKind() == kind && tag instanceof ParamTree parameter) {
                names.add(parameter.getName().toString());
            } else if (tag.getKind() == kind && tag instanceof ThrowsTree thrown) {
                names.add(thrown.getExceptionName().toString());
            }
        }
        return names;
    }

    private String place(Tree tree) {
        long line =
                unit.getLineMap().getLineNumber(comments.getSourcePositions().getStartPosition(unit, tree));
        return Path.of(unit.getSourceFile().getName()).getFileName() + ":" + line + " needs ";
    }
}
