package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.magic.registry.UndefinedMagicException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** The process of the kernel: {@code IJava CONNECTION_FILE}. */
@SuppressWarnings("TypeParameterUnusedInFormals") // the type of the variable that the magic is assigned to
public final class IJava {
    private static volatile @Nullable JavaKernel kernel;

    private IJava() {}

    public static @Nullable JavaKernel getKernelInstance() {
        return kernel;
    }

    public static void main(String[] args) throws Exception {
        JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        JavaKernel started = new JavaKernel();
        kernel = started;
        started.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    /** What a line magic in a cell becomes: an error passes as it is, an exception keeps only its message. */
    public static <T> T lineMagic(String name, List<String> args) {
        try {
            return running().getMagics().applyLineMagic(name, args);
        } catch (UndefinedMagicException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Exception occurred while running line magic '" + name + "': " + e.getMessage(), e);
        }
    }

    /** What a cell magic becomes. */
    public static <T> T cellMagic(String name, List<String> args, String body) {
        try {
            return running().getMagics().applyCellMagic(name, args, body);
        } catch (UndefinedMagicException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Exception occurred while running cell magic '" + name + "': " + e.getMessage(), e);
        }
    }

    private static JavaKernel running() {
        JavaKernel running = kernel;
        if (running == null) {
            throw new IllegalStateException("No kernel running");
        }
        return running;
    }
}
