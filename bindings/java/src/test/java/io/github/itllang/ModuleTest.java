package io.github.itllang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.WasmModule;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module as bytecode. */
class ModuleTest {
    @Test
    void everyFunctionIsBytecode() throws Exception {
        WasmModule module = ItlModule.load();
        int imports = module.importSection().importCount();
        int functions = module.functionSection().functionCount();
        Set<String> methods = new HashSet<>();
        Path folder = Path.of(ItlModule.class.getResource("ItlModule.meta").toURI()).getParent();
        List<Path> classes;
        try (Stream<Path> files = Files.list(folder)) {
            classes = files.filter(path -> path.getFileName().toString().matches("ItlModuleMachine.*\\.class")).toList();
        }
        for (Path path : classes) {
            String name = path.getFileName().toString().replace(".class", "");
            for (Method method : Class.forName("io.github.itllang." + name, false, getClass().getClassLoader()).getDeclaredMethods()) {
                methods.add(method.getName());
            }
        }
        int interpreted = 0;
        for (int at = imports; at < imports + functions; at++) {
            if (!methods.contains("func_" + at)) {
                interpreted++;
            }
        }
        System.out.printf("module, JVM: %d functions, %d interpreted%n", functions, interpreted);
        assertTrue(functions > 500, "only " + functions);
        assertEquals(0, interpreted);
    }

    @Test
    void lengthsAndHandlesThatLieAreRefused() {
        WasmBackend backend = new WasmBackend(EngineOptions.DEFAULT);
        backend.with(instance -> {
            long[][] wrong = {
                {1L << 32, 0, 0, 16, 0xffff_fff0L, instance.answer()},
                {1L << 32, 0xffff_ff00L, 9, 0, 0, instance.answer()},
                {7, 0, 0, 0, 0, instance.answer()},
            };
            for (long[] params : wrong) {
                long status = instance.call(instance.export(Backend.Call.RENDER), params);
                ItlException refused = assertThrows(ItlException.class, () -> instance.finish(status));
                assertTrue(
                        refused.code() == ItlException.Code.INVALID_ARGUMENT || refused.code() == ItlException.Code.RELEASED,
                        refused.toString());
            }
            assertEquals(2, instance.call(instance.export(Backend.Call.RENDER), 1L << 32, 0, 0, 0, 0, 0xffff_fff8L));
            assertEquals(2, instance.call(instance.freeing(), 12345));
            return null;
        });
    }
}
