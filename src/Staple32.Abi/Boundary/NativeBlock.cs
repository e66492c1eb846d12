using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Staple32.Abi.Boundary;

/// <summary>What a <see cref="NativeBlock"/> carries.</summary>
internal enum BlockKind : uint
{
    None = 0,
    CertificateContext = 1,
    CrlContext = 2,
    ChainContext = 3,
    OcspResponseContext = 4,
}

/// <summary>
/// A reference-counted native allocation behind a public structure (CERT_CONTEXT, CERT_CHAIN_CONTEXT, ...). The
/// structure's address is what the host sees; the header stands in the 32 bytes before it.
/// </summary>
/// <remarks>
/// Blocks are 64-byte aligned, so a structure of ours always stands at an address with 32 in its low six bits, and its
/// header on the same page: a foreign pointer can be told from ours by reading memory that is there whenever the
/// structure is (<see cref="IsOurs"/>).
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = HeaderSize)]
internal unsafe struct NativeBlock
{
    public const int HeaderSize = 32;
    private const int Alignment = 64;

    // A random GUID comes from the kernel. RandomNumberGenerator asks OpenSSL, and without a libssl the runtime would abort
    // the host at its very first context.
    private static readonly ulong s_secret = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()) | 1;

    private ulong _tag;
    private long _count;
    private nint _managed;
    private BlockKind _kind;

    /// <summary>Allocates a zeroed block with a count of one.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="size">Bytes of the public structure and all that stands behind it.</param>
    /// <param name="managed">The object that the block keeps alive until its last release, or null.</param>
    /// <returns>The public structure's address.</returns>
    public static void* Allocate(BlockKind kind, nuint size, object? managed)
    {
        nuint total = checked(size + HeaderSize);
        var block = (NativeBlock*)NativeMemory.AlignedAlloc(total, Alignment);
        NativeMemory.Clear(block, total);
        block->_count = 1;
        block->_kind = kind;
        block->_managed = managed is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(managed));
        block->_tag = TagOf(block, kind);
        return block + 1;
    }

    /// <summary>True if the structure at this address was made by <see cref="Allocate"/> and is of that kind.</summary>
    public static bool IsOurs(void* structure, BlockKind kind)
    {
        if (((nuint)structure & (Alignment - 1)) != HeaderSize)
            return false;
        NativeBlock* block = Of(structure);
        return block->_tag == TagOf(block, kind);
    }

    /// <summary>The object given to <see cref="Allocate"/>.</summary>
    public static T Managed<T>(void* structure)
        where T : class => Unsafe.As<T>(GCHandle.FromIntPtr(Of(structure)->_managed).Target!);

    public static void AddRef(void* structure) => Interlocked.Increment(ref Of(structure)->_count);

    /// <summary>Adds a reference unless the last one is already gone (for maps that look a block up by its object).</summary>
    public static bool TryAddRef(void* structure)
    {
        ref long count = ref Of(structure)->_count;
        for (long seen = Volatile.Read(ref count); seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref count, seen + 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Drops a reference. True if it was the last: the caller then releases what the structure refers to and calls <see cref="Free"/>.</summary>
    public static bool Release(void* structure) => Interlocked.Decrement(ref Of(structure)->_count) == 0;

    /// <summary>Returns the block to the allocator and lets go of its object.</summary>
    public static void Free(void* structure)
    {
        NativeBlock* block = Of(structure);
        block->_tag = 0;
        if (block->_managed != 0)
            GCHandle.FromIntPtr(block->_managed).Free();
        NativeMemory.AlignedFree(block);
    }

    private static NativeBlock* Of(void* structure) => (NativeBlock*)structure - 1;

    private static ulong TagOf(NativeBlock* block, BlockKind kind) =>
        s_secret ^ (nuint)block ^ ((ulong)kind << 56);
}
