using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class MirrorStoreTests
{
    private const uint Own = 0x8001;
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private static readonly CertificateRevocationList s_list = TestCrl.Make("CN=ca");
    private readonly List<StoredElement> _place = [new StoredCertificate(s_certificates[0]), new StoredCrl(s_list)];

    [Fact]
    public void It_shows_what_is_there_at_each_look()
    {
        var store = new MirrorStore(Read);
        Assert.Equal([s_certificates[0]], store.Certificates.Select(element => element.Certificate));
        Assert.Equal([s_list], store.Crls.Select(element => element.List));
        _place.Clear();
        _place.Add(new StoredCertificate(s_certificates[1]));
        Assert.Empty(store.FindBySubject(s_certificates[0].Subject.Span));
        Assert.Single(store.FindBySubject(s_certificates[1].Subject.Span));
        Assert.Empty(store.Crls);
    }

    [Fact]
    public void What_stays_is_the_same_element_with_the_properties_it_has_now()
    {
        var store = new MirrorStore(Read);
        StoredCertificate kept = store.Certificates[0];
        _place[0].Properties.Set(Own, new byte[] { 7 });
        _place.Insert(0, new StoredCertificate(s_certificates[2]));
        Assert.Equal(2, store.Certificates.Count);
        Assert.Contains(kept, store.Certificates);
        Assert.Equal([7], kept.Properties.Get(Own)!.Value.ToArray());
    }

    [Fact]
    public void Nothing_can_be_added_or_removed()
    {
        var store = new MirrorStore(Read);
        Assert.True(store.IsReadOnly);
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_certificates[1], null, AddDisposition.Always, out _));
        Assert.False(store.Remove(store.Certificates[0]));
        Assert.Single(store.Certificates);
    }

    private List<StoredElement> Read() => [.. _place.Select(element => element.Copy())];
}
