// The part of the Visual C++ runtime that NativeAOT's objects call, for linking where there is no Visual C++ (README.md).
// Declares what it uses itself: no header of the SDK is needed to compile it.
using size_t = decltype(sizeof(0));

extern "C" {
void *malloc(size_t size);
void free(void *memory);
void GetSystemTimeAsFileTime(unsigned long long *time);
unsigned long GetCurrentProcessId();
unsigned long GetCurrentThreadId();
int QueryPerformanceCounter(long long *count);
int DllMain(void *module, unsigned long reason, void *reserved);
}

namespace std {
struct nothrow_t {
  explicit nothrow_t() = default;
};
extern const nothrow_t nothrow;
const nothrow_t nothrow{};
} // namespace std

void *operator new(size_t size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }
void *operator new[](size_t size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }
void operator delete(void *memory, size_t) noexcept { free(memory); }
void operator delete[](void *memory) noexcept { free(memory); }

// FAST_FAIL_* of winnt.h: ends the process at once, as the real functions do.
enum : unsigned { StackCookieCheckFailure = 2, FatalAppExit = 7, RangeCheckFailure = 8 };

[[noreturn]] static inline void fail_fast(unsigned code) {
  __asm__ volatile("int $0x29" : : "c"(code));
  __builtin_unreachable();
}

// What stands between two marks belongs to other objects; the compiler must not conclude that there is nothing.
template <typename T> static inline const T *hidden(const T *mark) {
  __asm__("" : "+r"(mark));
  return mark;
}

extern "C" {

int _fltused = 0x9875;

[[noreturn]] int _purecall() { fail_fast(FatalAppExit); }
[[noreturn]] void __report_rangecheckfailure() { fail_fast(RangeCheckFailure); }
[[noreturn]] void staple32_report_stack_cookie() { fail_fast(StackCookieCheckFailure); }

// Destructors of the runtime's statics: it cannot be unloaded, and at the end of the process there is nothing to tidy up.
int atexit(void (*)()) { return 0; }

// --- stack cookies: the value is random per process, its upper 16 bits are clear as the checks expect.
static constexpr unsigned long long default_cookie = 0x00002B992DDFA232;
unsigned long long __security_cookie = default_cookie;

// Called with the function's result still in rax and xmm0, so it may touch neither.
__attribute__((naked)) void __security_check_cookie() {
  __asm__("cmp __security_cookie(%rip), %rcx\n\t"
          "jne staple32_report_stack_cookie\n\t"
          "ret");
}

// The handler of a frame with a cookie: look for a handler further up (ExceptionContinueSearch).
int __GSHandlerCheck(void *, void *, void *, void *) { return 1; }

static void choose_cookie() {
  unsigned long long time = 0;
  long long count = 0;
  GetSystemTimeAsFileTime(&time);
  QueryPerformanceCounter(&count);
  unsigned long long mixed = time ^ (static_cast<unsigned long long>(count) << 17) ^ reinterpret_cast<size_t>(&time) ^
                             (static_cast<unsigned long long>(GetCurrentProcessId()) << 32) ^ GetCurrentThreadId();
  mixed = (mixed * 0x9E3779B97F4A7C15) >> 16;
  __security_cookie = mixed == default_cookie || mixed == 0 ? default_cookie + 1 : mixed;
}

// --- indirect calls, unchecked: the objects are not compiled for Control Flow Guard.
__attribute__((naked)) void staple32_dispatch_icall() { __asm__("jmp *%rax"); }
extern void *const __guard_dispatch_icall_fptr = reinterpret_cast<void *>(staple32_dispatch_icall);

// --- tables that the linker sorts by the name behind the dollar sign
using initializer = void (*)();
using checked_initializer = int (*)();
using tls_callback = void (*)(void *, unsigned long, void *);

#pragma section(".CRT$XIA", read)
#pragma section(".CRT$XIZ", read)
#pragma section(".CRT$XCA", read)
#pragma section(".CRT$XCZ", read)
#pragma section(".CRT$XDA", read)
#pragma section(".CRT$XDZ", read)
#pragma section(".CRT$XLA", read)
#pragma section(".CRT$XLC", read)
#pragma section(".CRT$XLZ", read)
#pragma section(".tls", read, write)
#pragma section(".tls$ZZZ", read, write)
#pragma section(".rdata$T", read)
#define IN(name) __attribute__((section(name), used))

IN(".CRT$XIA") const checked_initializer staple32_xi_a = nullptr;
IN(".CRT$XIZ") const checked_initializer staple32_xi_z = nullptr;
IN(".CRT$XCA") const initializer staple32_xc_a = nullptr;
IN(".CRT$XCZ") const initializer staple32_xc_z = nullptr;
IN(".CRT$XDA") const initializer staple32_xd_a = nullptr;
IN(".CRT$XDZ") const initializer staple32_xd_z = nullptr;

// --- thread-local storage
unsigned long _tls_index = 0;
IN(".tls") char staple32_tls_begin = 0;
IN(".tls$ZZZ") char staple32_tls_end = 0;
__declspec(thread) bool __tls_guard = false;

void __dyn_tls_init(void *, unsigned long reason, void *) {
  enum : unsigned { ProcessAttach = 1, ThreadAttach = 2 };
  if ((reason != ProcessAttach && reason != ThreadAttach) || __tls_guard)
    return;
  __tls_guard = true;
  for (const initializer *each = hidden(&staple32_xd_a) + 1; each < hidden(&staple32_xd_z); each++)
    if (*each)
      (*each)();
}

void __dyn_tls_on_demand_init() { __dyn_tls_init(nullptr, 2, nullptr); }

IN(".CRT$XLA") const tls_callback staple32_xl_a = nullptr;
IN(".CRT$XLC") const tls_callback staple32_xl_c = __dyn_tls_init;
IN(".CRT$XLZ") const tls_callback staple32_xl_z = nullptr;

struct tls_directory {
  const void *begin, *end;
  unsigned long *index;
  const tls_callback *callbacks;
  unsigned zero_fill, characteristics;
};

IN(".rdata$T") extern const tls_directory _tls_used = {
    &staple32_tls_begin, &staple32_tls_end, &_tls_index, &staple32_xl_a + 1, 0, 0};

// --- the DLL's entry point
int _DllMainCRTStartup(void *module, unsigned long reason, void *reserved) {
  enum : unsigned { ProcessAttach = 1 };
  if (reason == ProcessAttach) {
    choose_cookie();
    for (const checked_initializer *each = hidden(&staple32_xi_a) + 1; each < hidden(&staple32_xi_z); each++)
      if (*each && (*each)())
        return 0;
    for (const initializer *each = hidden(&staple32_xc_a) + 1; each < hidden(&staple32_xc_z); each++)
      if (*each)
        (*each)();
  }
  return DllMain(module, reason, reserved);
}
}
