using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>
/// One OCSP response in native memory: this line with the public CERT_SERVER_OCSP_RESPONSE_CONTEXT at byte 32, the lanes
/// in which references are given back, and the DER bytes.
/// </summary>
/// <remarks>
/// <para>
/// <c>_count</c> is the number of references. A slot that hands the block out holds <see cref="Installed"/> of them and
/// lends them without touching the block (<see cref="ResponseLane"/>); when the response is replaced, what was lent is
/// settled in one addition.
/// </para>
/// <para>
/// While a slot holds the block nobody needs to know whether the count is 0, so Free only counts in its thread's lane.
/// When the last slot lets go, each lane is swapped for <see cref="LaneClosed"/> and what was counted there is settled;
/// whoever counts in a closed lane learns of it from the same atomic addition and goes to <c>_count</c> instead. So no
/// reference is counted twice or lost, and whoever brings <c>_count</c> to 0 is the last.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Lanes.LineSize)]
internal unsafe struct ResponseBlock
{
    /// <summary>The references that a slot holds while the block is installed in it: more than can ever be lent.</summary>
    private const long Installed = 1L << 40;

    private const long LaneClosed = 1L << 62;
    private const int ContextOffset = 32;
    private const ulong Magic = 0x53746170_6C653332;

    private ulong _tag;
    private long _count;
    private long _servedFrom;
    private ulong _servedFor;
    private CERT_SERVER_OCSP_RESPONSE_CONTEXT _context;
    private int _slots;

    /// <summary>Copies a response into native memory, with no reference to it yet: the caller adds the first.</summary>
    /// <param name="encoded">The DER response.</param>
    /// <param name="servedFrom">From when it may be handed out, in <see cref="WallClock"/> units.</param>
    /// <param name="servedUntil">Until when (exclusive).</param>
    public static ResponseBlock* Create(ReadOnlySpan<byte> encoded, long servedFrom, long servedUntil)
    {
        nuint head = (nuint)(Lanes.LineSize * (1 + Lanes.Count));
        var block = (ResponseBlock*)NativeMemory.AlignedAlloc(head + (nuint)encoded.Length, Lanes.LineSize);
        byte* bytes = (byte*)block + head;
        encoded.CopyTo(new Span<byte>(bytes, encoded.Length));
        block->_context = new CERT_SERVER_OCSP_RESPONSE_CONTEXT
        {
            cbSize = (uint)sizeof(CERT_SERVER_OCSP_RESPONSE_CONTEXT),
            pbEncodedOcspResponse = bytes,
            cbEncodedOcspResponse = (uint)encoded.Length,
        };
        for (int i = 0; i < Lanes.Count; i++)
            *block->Lane(Lanes.At(i)) = LaneClosed;
        block->_count = 0;
        block->_slots = 0;
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
        if (Interlocked.Increment(ref *Lane(Lanes.Mine)) > LaneClosed)
            Add(-1);
    }

    /// <summary>Lets one more slot hold the block. The first one comes before anybody else knows of the block.</summary>
    public void AddSlot()
    {
        if (Interlocked.Increment(ref _slots) == 1)
        {
            for (int i = 0; i < Lanes.Count; i++)
                *Lane(Lanes.At(i)) = 0;
        }

        Add(Installed);
    }

    /// <summary>Ends what <see cref="AddSlot"/> began. No slot follows after the last.</summary>
    /// <param name="lent">How many references the slot has lent.</param>
    public void RemoveSlot(long lent)
    {
        if (Interlocked.Decrement(ref _slots) == 0)
        {
            // What this slot still holds keeps the block alive meanwhile.
            for (int i = 0; i < Lanes.Count; i++)
                Add(-Interlocked.Exchange(ref *Lane(Lanes.At(i)), LaneClosed));
        }

        Add(lent - Installed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long* Lane(nuint offset) => (long*)((byte*)Unsafe.AsPointer(ref this) + Lanes.LineSize + offset);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free()
    {
        _tag = 0;
        NativeMemory.AlignedFree(Unsafe.AsPointer(ref this));
    }
}
