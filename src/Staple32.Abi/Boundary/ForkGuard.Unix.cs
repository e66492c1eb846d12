using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Staple32.Abi.Boundary;

/// <summary>A page that the kernel wipes in a forked child: one memory read tells parent from child.</summary>
internal static unsafe partial class ForkGuard
{
    private const int ProtReadWrite = 0x3;
    private const int MapPrivateAnonymous = 0x22;
    private const int MadvWipeOnFork = 18;
    private const nuint PageSize = 4096;

    // A byte of the library's own until the page is there; it stays if the kernel (before 4.14) has no MADV_WIPEONFORK.
    private static byte* s_parentMark;

    public static partial bool InChild
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => *s_parentMark == 0;
    }

    /// <summary>Runs when the runtime starts in this process, before the first export's body.</summary>
#pragma warning disable CA2255 // The library has no other moment before its first call.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Start()
    {
        byte* page = (byte*)mmap(null, PageSize, ProtReadWrite, MapPrivateAnonymous, -1, 0);
        if ((nint)page == -1 || madvise(page, PageSize, MadvWipeOnFork) != 0)
            page = (byte*)NativeMemory.Alloc(1);
        *page = 1;
        s_parentMark = page;
    }

    [DllImport("libc", ExactSpelling = true)]
    private static extern void* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int madvise(void* address, nuint length, int advice);
}
