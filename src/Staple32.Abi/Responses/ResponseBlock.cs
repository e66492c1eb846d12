using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>
/// One OCSP response in native memory: this line with the public CERT_SERVER_OCSP_RESPONSE_CONTEXT at byte 32, followed by
/// the DER bytes.
/// </summary>
/// <remarks>
/// <c>_count</c> is the number of references. A slot that hands the block out holds <see cref="Installed"/> of them, lends
/// them and takes them back without touching the count (<see cref="ResponseLane"/>); when the response is replaced, what is
/// lent by then is settled in one addition. Whoever brings <c>_count</c> to 0 is the last. Free goes to the lanes of
/// <c>_home</c>, one of those slots: references are all alike, so any of them will do.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Lanes.LineSize)]
internal unsafe struct ResponseBlock
{
    /// <summary>The references that a slot holds while the block is installed in it: more than can ever be lent.</summary>
    private const long Installed = 1L << 40;

    private const int ContextOffset = 32;
    private const ulong Magic = 0x53746170_6C653332;

    private ulong _tag;
    private long _count;
    private long _servedFrom;
    private ulong _servedFor;
    private CERT_SERVER_OCSP_RESPONSE_CONTEXT _context;
    private SlotLanes _home;

    /// <summary>Copies a response into native memory, with no reference to it yet: the caller adds the first.</summary>
    /// <param name="encoded">The DER response.</param>
    /// <param name="servedFrom">From when it may be handed out, in <see cref="WallClock"/> units.</param>
    /// <param name="servedUntil">Until when (exclusive).</param>
    public static ResponseBlock* Create(ReadOnlySpan<byte> encoded, long servedFrom, long servedUntil)
    {
        var block = (ResponseBlock*)NativeMemory.AlignedAlloc((nuint)(sizeof(ResponseBlock) + encoded.Length), Lanes.LineSize);
        var bytes = (byte*)(block + 1);
        encoded.CopyTo(new Span<byte>(bytes, encoded.Length));
        block->_context = new CERT_SERVER_OCSP_RESPONSE_CONTEXT
        {
            cbSize = (uint)sizeof(CERT_SERVER_OCSP_RESPONSE_CONTEXT),
            pbEncodedOcspResponse = bytes,
            cbEncodedOcspResponse = (uint)encoded.Length,
        };
        block->_count = 0;
        block->_home = default;
        block->_servedFrom = servedFrom;
        block->_servedFor = servedUntil > servedFrom ? (ulong)(servedUntil - servedFrom) : 0;
        block->_tag = Magic ^ (ulong)block;
        return block;
    }

    /// <summary>The block of a context, or null if the context was not made by <see cref="Create"/> or is freed already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ResponseBlock* Of(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        // Ours stand 32 bytes into a 64-byte line, so the line of whatever passes this test can be read.
        if (((nuint)context & (Lanes.LineSize - 1)) != ContextOffset)
            return null;
        var block = (ResponseBlock*)((byte*)context - ContextOffset);
        return block->_tag == (Magic ^ (ulong)block) ? block : null;
    }

    public CERT_SERVER_OCSP_RESPONSE_CONTEXT* Context
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (CERT_SERVER_OCSP_RESPONSE_CONTEXT*)Unsafe.AsPointer(ref _context);
    }

    /// <summary>True if the response may be handed out at that time: one unsigned comparison covers both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsServedAt(long now) => unchecked((ulong)(now - _servedFrom)) < _servedFor;

    /// <summary>Adds references, or with a negative number drops them; frees the block if none is left.</summary>
    public void Add(long references)
    {
        if (Interlocked.Add(ref _count, references) == 0)
            Free();
    }

    /// <summary>Drops one reference: the hot path's way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void GiveBack()
    {
        SlotLanes home = _home;
        if (!home.Exist || !home.Mine->TryTakeBack((ResponseBlock*)Unsafe.AsPointer(ref this)))
            Add(-1);
    }

    /// <summary>Secures what a slot holds while it hands the block out, and where Free looks first from now on.</summary>
    public void Install(SlotLanes home)
    {
        Add(Installed);
        _home = home;
    }

    /// <summary>Where Free looks from now on: that slot still hands the block out.</summary>
    public void MoveHome(SlotLanes home) => _home = home;

    /// <summary>Ends what <see cref="Install"/> began.</summary>
    /// <param name="lent">How many references the slot has lent, less those that came back to it.</param>
    public void Uninstall(long lent) => Add(lent - Installed);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free()
    {
        _tag = 0;
        Bare.AlignedFree(Unsafe.AsPointer(ref this));
    }
}
