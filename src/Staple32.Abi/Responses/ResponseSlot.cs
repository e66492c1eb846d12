using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Staple32.Abi.Responses;

/// <summary>
/// The native side of one HCERT_SERVER_OCSP_RESPONSE: who it is, how often it is open, and where its lanes are, in which
/// Get finds what to hand out now. Slots are never returned to the allocator, so that a stale handle reads a slot and
/// never freed memory.
/// </summary>
/// <remarks>
/// <c>_identity</c> packs generation and open count, so that AddRef and Close decide on both at once. Each lane has a copy
/// of the generation, so that Get need not look here.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Lanes.LineSize)]
internal unsafe struct ResponseSlot
{
    private const int GenerationShift = 32;
    private const uint GenerationMask = 0x0FFF_FFFF;

    private ulong _identity;
    private nint _owner;
    private SlotLanes _lanes;
    private ResponseSlot* _next;
    private ResponseSlot* _previous;
    private uint _nextFree;

    public readonly uint Generation => (uint)(Volatile.Read(in _identity) >> GenerationShift);

    /// <summary>GCHandle of the managed half; only <see cref="ServerResponses"/> uses it, while the slot is open.</summary>
    public nint Owner
    {
        readonly get => _owner;
        set => _owner = value;
    }

    /// <summary>Link of the free list; only <see cref="ResponseSlots"/> uses it, while the slot is closed.</summary>
    public uint NextFree
    {
        readonly get => _nextFree;
        set => _nextFree = value;
    }

    /// <summary>Given once, when the slot comes into being.</summary>
    public SlotLanes OwnLanes
    {
        readonly get => _lanes;
        set => _lanes = value;
    }

    /// <summary>The next one in the ring of slots that hold the same block: only <see cref="SharedBlock"/> asks.</summary>
    public readonly ResponseSlot* NextOfBlock => _next;

    /// <summary>Opens a free slot with one reference.</summary>
    public void Open() => Volatile.Write(ref _identity, _identity + 1);

    /// <summary>
    /// Puts a block (or null) in place of the current one, lane by lane: while this runs, a thread of a later lane may
    /// still be lent the old one. The caller has added the slot to the new block (<see cref="ResponseBlock.Install"/>).
    /// </summary>
    public void Replace(ResponseBlock* block)
    {
        ResponseBlock* old = null;
        long lent = 0;
        for (nuint i = 0; i < Lanes.Count; i++)
        {
            old = _lanes[i]->Replace(block, out long lentHere);
            lent += lentHere;
        }

        if (old != null)
            old->Uninstall(lent);
    }

    /// <summary>Begins a ring of its own, or joins that of another slot.</summary>
    public void JoinRing(ResponseSlot* other)
    {
        var me = (ResponseSlot*)Unsafe.AsPointer(ref this);
        _next = other == null ? me : other;
        _previous = other == null ? me : other->_previous;
        _previous->_next = me;
        _next->_previous = me;
    }

    /// <summary>Leaves the ring to the others.</summary>
    public readonly void LeaveRing()
    {
        _previous->_next = _next;
        _next->_previous = _previous;
    }

    /// <summary>Adds an open reference. False if the slot is of another generation or closed.</summary>
    public bool TryAddRef(uint generation)
    {
        ulong identity = Volatile.Read(ref _identity);
        while (IsOpen(identity, generation))
        {
            ulong found = Interlocked.CompareExchange(ref _identity, identity + 1, identity);
            if (found == identity)
                return true;
            identity = found;
        }

        return false;
    }

    /// <summary>Drops an open reference; the last one ends the generation, and every copy of the handle is stale from then on.</summary>
    /// <returns>False if the slot is of another generation or closed.</returns>
    public bool TryClose(uint generation, out bool last)
    {
        ulong identity = Volatile.Read(ref _identity);
        while (IsOpen(identity, generation))
        {
            last = (uint)identity == 1;
            uint following = (generation + 1) & GenerationMask;
            ulong next = last ? (ulong)following << GenerationShift : identity - 1;
            ulong found = Interlocked.CompareExchange(ref _identity, next, identity);
            if (found == identity)
            {
                for (nuint i = 0; last && i < Lanes.Count; i++)
                    _lanes[i]->SetGeneration(following);
                return true;
            }

            identity = found;
        }

        last = false;
        return false;
    }

    private static bool IsOpen(ulong identity, uint generation) =>
        (uint)(identity >> GenerationShift) == generation && (uint)identity != 0;
}
