package org.clipmeter.notebook.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.notebook.Completion;
import org.clipmeter.notebook.Inspection;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;

/**
 * Answers a kernel's requests for completion, inspection and interruption if they concern one of our magics; all others
 * go to the kernel. The kernels have no API for this, so the handlers of their connection are replaced by reflection:
 * JJava and IJava have the same classes in different packages. If that fails, the kernel stays as it is.
 */
public final class KernelHooks {
    private static final System.Logger LOG = System.getLogger(KernelHooks.class.getName());
    private static final long START_MILLIS = 60_000;
    private static final long POLL_MILLIS = 20;

    /** How long a magic that was asked to stop may take before the kernel ends its cell without waiting for it. */
    private static final long STOP_MILLIS = 800;

    private final Object kernel;
    private final String root;
    private final Magics magics;
    private final Completion completion;
    private final Inspection inspection;

    private KernelHooks(Object kernel, String root, Magics magics) {
        this.kernel = kernel;
        this.root = root;
        this.magics = magics;
        this.completion = new Completion(
                magics, magics.candidates(HubSettings.fromEnvironment(), () -> KernelShell.variables(kernel)));
        this.inspection = new Inspection(magics);
    }

    /**
     * Hooks into a kernel as soon as it is connected, since a kernel may load its extensions earlier than that.
     *
     * @param kernel a {@code BaseKernel}
     * @param root the package of its family, such as {@code org.dflib.jjava.jupyter}
     */
    public static void install(Object kernel, String root, Magics magics) {
        KernelHooks hooks = new KernelHooks(kernel, root, magics);
        if (hooks.connected()) {
            return;
        }
        Thread waiting = new Thread(hooks::await, "clipmeter-hooks");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void await() {
        long end = System.nanoTime() + START_MILLIS * 1_000_000;
        try {
            while (!connected() && System.nanoTime() < end) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Replaces the handlers if the kernel is connected; returns whether waiting can end. */
    private boolean connected() {
        try {
            Object connection = connection();
            if (connection == null) {
                return false;
            }
            replace(connection, "COMPLETE_REQUEST", this::complete);
            replace(connection, "INSPECT_REQUEST", this::inspect);
            replace(connection, "EXECUTE_REQUEST", this::execute);
            replace(connection, "INTERRUPT_REQUEST", this::interrupt);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "this kernel keeps its own completion and interrupts", e);
        }
        return true;
    }

    /** The connection, which is reachable only through the loops of its channels; null until it is opened. */
    private @Nullable Object connection() throws ReflectiveOperationException {
        Class<?> loop = type("channels.Loop");
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            Object channel = loop.isInstance(threads[i])
                    ? captured(field(loop, "loopBody").get(threads[i]), 2)
                    : null;
            if (channel != null) {
                return field(channel.getClass(), "connection").get(channel);
            }
        }
        return null;
    }

    /** The channel among the values captured by a lambda or by a lambda inside it. */
    private @Nullable Object captured(Object lambda, int depth) throws ReflectiveOperationException {
        for (Field field : lambda.getClass().getDeclaredFields()) {
            if (field.getType().isPrimitive()) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(lambda);
            if (type("channels.ShellChannel").isInstance(value)) {
                return value;
            }
            Object deeper = depth > 1 && value instanceof Runnable ? captured(value, depth - 1) : null;
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    /** Answers a request; null leaves it to the kernel. */
    private interface Answer {
        @Nullable
        Object to(Object request) throws ReflectiveOperationException;
    }

    private void replace(Object connection, String request, Answer answer) throws ReflectiveOperationException {
        Object type = field(type("messages.MessageType"), request).get(null);
        Class<?> handlerType = type("channels.ShellHandler");
        Method get = method(connection.getClass(), "getHandler", type.getClass());
        Method set = method(connection.getClass(), "setHandler", type.getClass(), handlerType);
        Object kernels = get.invoke(connection, type);
        if (kernels == null || Proxy.isProxyClass(kernels.getClass())) {
            return;
        }
        InvocationHandler handler = (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, args);
            }
            if (!answered(answer, args[0], args[1])) {
                invoke(method, kernels, args);
            }
            return null;
        };
        set.invoke(
                connection,
                type,
                Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler));
    }

    private static Object ofObject(Object proxy, Method method, Object[] args) {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "clipmeter's handler";
        };
    }

    private boolean answered(Answer answer, Object environment, Object message) {
        try {
            Object reply = answer.to(method(message.getClass(), "getContent").invoke(message));
            if (reply == null) {
                return false;
            }
            method(environment.getClass(), "setBusyDeferIdle").invoke(environment);
            method(environment.getClass(), "reply", type("messages.ContentType"))
                    .invoke(environment, reply);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "left to the kernel", e);
            return false;
        }
    }

    private @Nullable Object complete(Object request) throws ReflectiveOperationException {
        String code = code(request);
        Completion.Matches matches = completion.at(code, cursor(request, code));
        if (matches == null) {
            return null;
        }
        Constructor<?> reply =
                type("messages.reply.CompleteReply").getConstructor(List.class, int.class, int.class, Map.class);
        int start = code.codePointCount(0, matches.start());
        int end = code.codePointCount(0, matches.end());
        return reply.newInstance(matches.texts(), start, end, Map.of());
    }

    private @Nullable Object inspect(Object request) throws ReflectiveOperationException {
        String code = code(request);
        Output help = inspection.at(code, cursor(request, code));
        if (help == null) {
            return null;
        }
        Class<?> dataType = type("kernel.display.DisplayData");
        Object data = dataType.getConstructor(String.class).newInstance(help.plain());
        if (help.html() != null) {
            method(dataType, "putHTML", String.class).invoke(data, help.html());
        }
        return type("messages.reply.InspectReply")
                .getConstructor(boolean.class, dataType)
                .newInstance(true, data);
    }

    /** A new cell begins, so the interrupt of the previous cell no longer applies. */
    private @Nullable Object execute(Object request) {
        magics.stopNext(false);
        return null;
    }

    /**
     * Asks the magic to stop, so that it ends its cell itself with its own message; the kernel's own interrupt would
     * leave it running.
     */
    private @Nullable Object interrupt(Object request) throws ReflectiveOperationException {
        if (!magics.stop()) {
            magics.endBars();
            magics.stopNext(true);
            return null;
        }
        Thread patience = new Thread(this::endLateCell, "clipmeter-interrupt");
        patience.setDaemon(true);
        patience.start();
        return type("messages.reply.InterruptReply").getConstructor().newInstance();
    }

    private void endLateCell() {
        try {
            if (!magics.awaitStopped(STOP_MILLIS)) {
                magics.endBars();
                method(type("kernel.BaseKernel"), "interrupt").invoke(kernel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the cell ends when its magic does", e);
        }
    }

    private static String code(Object request) throws ReflectiveOperationException {
        return (String) method(request.getClass(), "getCode").invoke(request);
    }

    /** Jupyter counts code points, Java UTF-16 units. */
    private static int cursor(Object request, String code) throws ReflectiveOperationException {
        int points = (int) method(request.getClass(), "getCursorPos").invoke(request);
        return code.offsetByCodePoints(0, Math.min(points, code.codePointCount(0, code.length())));
    }

    private static void invoke(Method method, Object target, Object[] args) throws Throwable {
        try {
            method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(root + "." + name, true, kernel.getClass().getClassLoader());
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }
}
