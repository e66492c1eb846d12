using Staple32.Abi.Boundary;
using Staple32.Ocsp;
using Staple32.Settings;

namespace Staple32.Abi.Responses;

/// <summary>
/// The one native block of an accepted response, for all the handles that share it: a thousand handles on one chain
/// hold the response's bytes once.
/// </summary>
internal sealed unsafe class SharedBlock
{
    private ResponseBlock* _block;
    // The home of the block, in the ring of the slots that hold it.
    private ResponseSlot* _home;

    public static SharedBlock For(AcceptedResponse response)
    {
        lock (response)
        {
            if (response.Companion is SharedBlock known)
                return known;
            var made = new SharedBlock();
            response.Companion = made;
            return made;
        }
    }

    /// <summary>Secures the block for a slot, which holds none of this response yet: the references that it will hold are added.</summary>
    public ResponseBlock* Install(ResponseSlot* slot, AcceptedResponse response, PrefetchSettings settings)
    {
        lock (this)
        {
            if (_home == null)
                _block = Create(response, settings);
            slot->JoinRing(_home);
            _home = slot;
            _block->Install(slot->OwnLanes);
            return _block;
        }
    }

    /// <summary>
    /// One reference for whoever wants to show the response whether it is served or not: to the block that Get hands out,
    /// or if none does any more, to a copy of its own.
    /// </summary>
    public ResponseBlock* Reference(AcceptedResponse response)
    {
        lock (this)
        {
            ResponseBlock* block = _home != null ? _block : ResponseBlock.Create(response.Encoded.Span, 0, 0);
            block->Add(1);
            return block;
        }
    }

    /// <summary>Must come before the slot lets go: from then on the block may vanish at any moment, and the next handle makes a new one.</summary>
    public void Uninstall(ResponseSlot* slot)
    {
        lock (this)
        {
            if (slot->NextOfBlock == slot)
            {
                _home = null;
                _block = null;
                return;
            }

            slot->LeaveRing();
            if (_home == slot)
            {
                _home = slot->NextOfBlock;
                _block->MoveHome(_home->OwnLanes);
            }
        }
    }

    private static ResponseBlock* Create(AcceptedResponse response, PrefetchSettings settings)
    {
        long from = WallClock.FromDateTime(Clamp(response.ThisUpdate, -settings.MaxClockSkew));
        DateTimeOffset until = Clamp(response.EffectiveNextUpdate, -settings.MinValidity - WallClock.Granularity);
        return ResponseBlock.Create(response.Encoded.Span, from, WallClock.FromDateTime(until));
    }

    private static DateTimeOffset Clamp(DateTimeOffset time, TimeSpan shift)
    {
        long ticks = time.UtcTicks + shift.Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
    }
}
