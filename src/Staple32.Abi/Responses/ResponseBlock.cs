using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>
/// One OCSP response in native memory: this header, the public CERT_SERVER_OCSP_RESPONSE_CONTEXT at byte 32, and the
/// DER bytes behind it. Header and structure share one 64-byte cache line, which is all that the hot path touches.
/// </summary>
/// <remarks>
/// <see cref="_count"/> is the number of references. A slot that hands the block out holds <see cref="Installed"/> of
/// them at once and lends them without touching the block (<see cref="ResponseSlot"/>); when the response is replaced,
/// what was lent is settled in one addition. A lent reference is given back here, so the count may dip below what the
/// slots hold, but never to 0 while a slot holds the block.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = HeaderSize)]
internal unsafe struct ResponseBlock
{
    /// <summary>The references that a slot holds while the block is installed in it: more than can ever be lent.</summary>
    public const long Installed = 1L << 40;

    public const int Alignment = 64;
    private const int HeaderSize = 32;
    private const ulong Magic = 0x53746170_6C653332;

    private ulong _tag;
    private long _count;
    private long _servedFrom;
    private ulong _servedFor;

    /// <summary>Copies a response into native memory, with no reference to it yet: the caller adds the first.</summary>
    /// <param name="encoded">The DER response.</param>
    /// <param name="servedFrom">From when it may be handed out, in <see cref="WallClock"/> units.</param>
    /// <param name="servedUntil">Until when (exclusive).</param>
    public static ResponseBlock* Create(ReadOnlySpan<byte> encoded, long servedFrom, long servedUntil)
    {
        nuint size = (nuint)(HeaderSize + sizeof(CERT_SERVER_OCSP_RESPONSE_CONTEXT) + encoded.Length);
        var block = (ResponseBlock*)NativeMemory.AlignedAlloc(size, Alignment);
        CERT_SERVER_OCSP_RESPONSE_CONTEXT* context = block->Context;
        byte* bytes = (byte*)(context + 1);
        encoded.CopyTo(new Span<byte>(bytes, encoded.Length));
        *context = new CERT_SERVER_OCSP_RESPONSE_CONTEXT
        {
            cbSize = (uint)sizeof(CERT_SERVER_OCSP_RESPONSE_CONTEXT),
            pbEncodedOcspResponse = bytes,
            cbEncodedOcspResponse = (uint)encoded.Length,
        };
        block->_count = 0;
        block->_servedFrom = servedFrom;
        block->_servedFor = servedUntil > servedFrom ? (ulong)(servedUntil - servedFrom) : 0;
        block->_tag = Magic ^ (ulong)block;
        return block;
    }

    /// <summary>The block of a context, or null if the context was not made by <see cref="Create"/> or is freed already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ResponseBlock* Of(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        // Ours stand 32 bytes into a 64-byte line, so the header of whatever passes this test can be read.
        if (((nuint)context & (Alignment - 1)) != HeaderSize)
            return null;
        var block = (ResponseBlock*)context - 1;
        return block->_tag == (Magic ^ (ulong)block) ? block : null;
    }

    public CERT_SERVER_OCSP_RESPONSE_CONTEXT* Context
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (CERT_SERVER_OCSP_RESPONSE_CONTEXT*)((ResponseBlock*)Unsafe.AsPointer(ref this) + 1);
    }

    /// <summary>True if the response may be handed out at that time: one unsigned comparison covers both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsServedAt(long now) => unchecked((ulong)(now - _servedFrom)) < _servedFor;

    /// <summary>Adds references, or with a negative number drops them; frees the block if none is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long references)
    {
        if (Interlocked.Add(ref _count, references) == 0)
            Free();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free()
    {
        _tag = 0;
        NativeMemory.AlignedFree(Unsafe.AsPointer(ref this));
    }
}
