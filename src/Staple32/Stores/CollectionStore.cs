namespace Staple32.Stores;

/// <summary>
/// Several stores seen as one (CERT_STORE_PROV_COLLECTION): those of higher priority first, in the order in which they
/// were joined among equals. A collection may contain collections; a store that is reached twice is listed once.
/// </summary>
/// <param name="isReadOnly">Whether additions and removals through the collection are refused.</param>
/// <param name="access">What it says of itself: nothing, unless it is a system store that consists of several.</param>
public sealed class CollectionStore(bool isReadOnly = false, StoreAccess access = StoreAccess.None) : CertificateStore
{
    // One lock for the shape of all collections: whether a collection may join another depends on more than the two.
    private static readonly Lock s_shape = new();
    private Member[] _members = [];

    /// <inheritdoc/>
    public override bool IsReadOnly { get; } = isReadOnly;

    /// <inheritdoc/>
    public override StoreAccess Access { get; } = access;

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> Certificates => Gather(static holder => holder.Certificates);

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCrl> Crls => Gather(static holder => holder.Crls);

    /// <summary>The stores that were joined, as they are now, in their order.</summary>
    public IReadOnlyList<CertificateStore> Members => Array.ConvertAll(Volatile.Read(ref _members), static member => member.Store);

    internal override IReadOnlyList<ListStore> Holders => Walk(null, out _);

    /// <summary>Joins a store to the collection, or changes the place of one that is in it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="takesAdditions">Whether certificates added to the collection may go there (CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG).</param>
    /// <param name="priority">Higher ones come first.</param>
    /// <returns>False if the store is this collection or contains it.</returns>
    public bool TryJoin(CertificateStore store, bool takesAdditions = false, uint priority = 0)
    {
        ArgumentNullException.ThrowIfNull(store);
        lock (s_shape)
        {
            if (store is CollectionStore other)
            {
                other.Walk(this, out bool reached);
                if (reached)
                    return false;
            }

            List<Member> members = Without(store);
            int place = 0;
            while (place < members.Count && members[place].Priority >= priority)
                place++;
            members.Insert(place, new Member(store, takesAdditions, priority));
            Volatile.Write(ref _members, [.. members]);
            return true;
        }
    }

    /// <summary>Takes a store out of the collection. False if it was not in it.</summary>
    public bool Leave(CertificateStore store)
    {
        lock (s_shape)
        {
            List<Member> members = Without(store);
            bool found = members.Count != _members.Length;
            Volatile.Write(ref _members, [.. members]);
            return found;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name)
    {
        var all = new List<StoredCertificate>();
        foreach (ListStore holder in Holders)
            all.AddRange(holder.FindBySubject(name));
        return all;
    }

    /// <inheritdoc/>
    public override StoredCertificate? FindByIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        foreach (ListStore holder in Holders)
        {
            if (holder.FindByIssuerAndSerial(issuer, serialNumber) is { } found)
                return found;
        }

        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCrl> FindCrlsByIssuer(ReadOnlySpan<byte> name)
    {
        var all = new List<StoredCrl>();
        foreach (ListStore holder in Holders)
            all.AddRange(holder.FindCrlsByIssuer(name));
        return all;
    }

    /// <inheritdoc/>
    public override bool Remove(StoredElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (IsReadOnly)
            return false;
        foreach (ListStore holder in Holders)
        {
            if (ReferenceEquals(holder, element.Store))
                return holder.Remove(element);
        }

        return false;
    }

    /// <summary>
    /// Adds to the member that has the element already, else to the first that takes additions. What stands in a member that
    /// is read-only can be used and can be in the way, but another member may have a newer one beside it.
    /// </summary>
    public override AddOutcome TryAdd<T>(T candidate, AddDisposition disposition, out T? stored)
        where T : class
    {
        stored = null;
        if (IsReadOnly)
            return AddOutcome.ReadOnly;
        foreach (ListStore holder in disposition == AddDisposition.Always ? [] : Holders)
        {
            if (holder.FindSame(candidate) is not { } existing)
                continue;
            if (!holder.IsReadOnly)
                return holder.TryAdd(candidate, disposition, out stored);
            if (disposition == AddDisposition.UseExisting)
            {
                stored = existing;
                return AddOutcome.UsedExisting;
            }

            bool mustBeNewer = disposition is AddDisposition.Newer or AddDisposition.NewerInheritProperties;
            if (disposition == AddDisposition.New || (mustBeNewer && candidate.Beginning <= existing.Beginning))
                return AddOutcome.Exists;
        }

        foreach (Member member in Volatile.Read(ref _members))
        {
            if (!member.TakesAdditions)
                continue;
            AddOutcome outcome = member.Store.TryAdd(candidate, disposition, out stored);
            if (outcome != AddOutcome.ReadOnly)
                return outcome;
        }

        return AddOutcome.ReadOnly;
    }

    private List<T> Gather<T>(Func<ListStore, IReadOnlyList<T>> read)
    {
        var all = new List<T>();
        foreach (ListStore holder in Holders)
            all.AddRange(read(holder));
        return all;
    }

    // Without recursion, each collection once: neither deep nor tangled nesting costs more than its size.
    private List<ListStore> Walk(CollectionStore? target, out bool reached)
    {
        var holders = new List<ListStore>();
        var seen = new HashSet<CertificateStore>();
        var open = new Stack<CertificateStore>([this]);
        reached = false;
        while (open.TryPop(out CertificateStore? store))
        {
            if (!seen.Add(store))
                continue;
            reached |= ReferenceEquals(store, target);
            if (store is CollectionStore collection)
            {
                Member[] members = Volatile.Read(ref collection._members);
                for (int index = members.Length - 1; index >= 0; index--)
                    open.Push(members[index].Store);
            }
            else if (store is ListStore holder)
            {
                holders.Add(holder);
            }
        }

        return holders;
    }

    private List<Member> Without(CertificateStore store)
    {
        var members = new List<Member>(_members.Length + 1);
        foreach (Member member in _members)
        {
            if (!ReferenceEquals(member.Store, store))
                members.Add(member);
        }

        return members;
    }

    private readonly record struct Member(CertificateStore Store, bool TakesAdditions, uint Priority);
}
