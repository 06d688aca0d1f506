# Builds only what the tool loads: libllama and ggml. A normal variable outranks the cache entry that
# llama-cpp-python forces (CMP0126), so llama.cpp's `common` library, which serves its own programs, is left out.
set(LLAMA_BUILD_COMMON OFF)
