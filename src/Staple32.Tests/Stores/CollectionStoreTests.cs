using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class CollectionStoreTests
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(4);

    [Fact]
    public void Members_of_higher_priority_come_first_and_equals_in_the_order_of_joining()
    {
        MemoryStore[] members = [StoreOf(0), StoreOf(1), StoreOf(2)];
        var collection = new CollectionStore();
        Assert.True(collection.TryJoin(members[0]));
        Assert.True(collection.TryJoin(members[1], priority: 5));
        Assert.True(collection.TryJoin(members[2]));
        Assert.Equal([s_certificates[1], s_certificates[0], s_certificates[2]], Listed(collection));
        Assert.Equal([s_certificates[1], s_certificates[0], s_certificates[2]], Walked(collection));
    }

    [Fact]
    public void A_store_that_is_reached_twice_is_listed_once()
    {
        MemoryStore member = StoreOf(0);
        var inner = new CollectionStore();
        var outer = new CollectionStore();
        Assert.True(inner.TryJoin(member));
        Assert.True(outer.TryJoin(inner));
        Assert.True(outer.TryJoin(member));
        Assert.True(outer.TryJoin(member, priority: 1));
        Assert.Equal([s_certificates[0]], Walked(outer));
    }

    [Fact]
    public void No_collection_contains_itself()
    {
        var inner = new CollectionStore();
        var outer = new CollectionStore();
        Assert.False(outer.TryJoin(outer));
        Assert.True(outer.TryJoin(inner));
        Assert.False(inner.TryJoin(outer));
    }

    [Fact]
    public void Nesting_may_be_deep_and_tangled()
    {
        var innermost = new CollectionStore();
        innermost.TryJoin(StoreOf(0));
        CollectionStore outer = innermost;
        for (int depth = 0; depth < 500; depth++)
        {
            var left = new CollectionStore();
            var next = new CollectionStore();
            left.TryJoin(outer);
            next.TryJoin(outer);
            next.TryJoin(left);
            outer = next;
        }

        Assert.Equal([s_certificates[0]], Walked(outer));
        Assert.False(innermost.TryJoin(outer));
    }

    [Fact]
    public void Additions_go_to_the_first_member_that_takes_them()
    {
        MemoryStore closed = StoreOf(0);
        MemoryStore open = StoreOf(1);
        var collection = new CollectionStore();
        Assert.Equal(AddOutcome.ReadOnly, collection.TryAdd(s_certificates[2], null, AddDisposition.Always, out _));
        collection.TryJoin(closed, priority: 9);
        collection.TryJoin(new MemoryStore(isReadOnly: true), takesAdditions: true, priority: 8);
        collection.TryJoin(open, takesAdditions: true);
        Assert.Equal(AddOutcome.Added, collection.TryAdd(s_certificates[2], null, AddDisposition.Always, out StoredCertificate? stored));
        Assert.Same(open, stored!.Store);
    }

    [Fact]
    public void What_any_member_has_counts_as_there()
    {
        MemoryStore closed = StoreOf(0);
        var collection = new CollectionStore();
        collection.TryJoin(closed);
        collection.TryJoin(new MemoryStore(), takesAdditions: true, priority: 1);
        Assert.Equal(AddOutcome.Exists, collection.TryAdd(s_certificates[0], null, AddDisposition.New, out _));
        collection.TryAdd(s_certificates[0], null, AddDisposition.UseExisting, out StoredCertificate? stored);
        Assert.Same(closed.Certificates[0], stored);
    }

    [Fact]
    public void A_member_that_left_is_out_of_sight_and_its_elements_cannot_be_gone_on_from()
    {
        MemoryStore member = StoreOf(0);
        var collection = new CollectionStore();
        collection.TryJoin(member);
        StoredCertificate element = collection.Certificates[0];
        Assert.True(collection.Leave(member));
        Assert.False(collection.Leave(member));
        Assert.Empty(collection.Certificates);
        Assert.False(collection.TryNext(element, null, out _));
        Assert.False(collection.Remove(element));
        Assert.Single(member.Certificates);
    }

    [Fact]
    public void Elements_are_found_and_removed_through_the_collection()
    {
        MemoryStore member = StoreOf(0, 1);
        var collection = new CollectionStore();
        collection.TryJoin(StoreOf(2));
        collection.TryJoin(member);
        StoredCertificate found = Assert.Single(collection.FindBySubject(s_certificates[1].Subject.Span));
        Assert.Same(found, collection.FindByIssuerAndSerial(found.Certificate.Issuer.Span, found.Certificate.SerialNumber.Span));
        Assert.True(collection.Remove(found));
        Assert.Equal([s_certificates[0]], Listed(member));
    }

    private static MemoryStore StoreOf(params int[] indexes)
    {
        var store = new MemoryStore();
        foreach (int index in indexes)
            store.TryAdd(s_certificates[index], null, AddDisposition.Always, out _);
        return store;
    }

    private static IEnumerable<Certificate> Listed(CertificateStore store) => store.Certificates.Select(element => element.Certificate);

    private static List<Certificate> Walked(CertificateStore store)
    {
        var seen = new List<Certificate>();
        StoredCertificate? current = null;
        while (store.TryNext(current, null, out current) && current is not null)
            seen.Add(current.Certificate);
        return seen;
    }
}
