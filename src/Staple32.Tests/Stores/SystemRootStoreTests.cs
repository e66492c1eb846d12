using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class SystemRootStoreTests
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private readonly ScriptedSource _source = new();
    private readonly SteppedTime _time = new();
    private readonly List<string> _reports = [];

    [Fact]
    public void Nothing_is_read_before_the_first_look()
    {
        SystemRootStore store = Open();
        Assert.Equal(0, _source.Reads);
        Assert.Single(store.FindBySubject(s_certificates[0].Subject.Span));
        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public void A_source_that_has_not_changed_is_not_read_again()
    {
        SystemRootStore store = Open();
        for (int look = 0; look < 5; look++)
        {
            Assert.Equal(2, store.Certificates.Count);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public void A_change_shows_within_a_second_and_what_stays_stays_the_same_element()
    {
        SystemRootStore store = Open();
        StoredCertificate kept = store.Certificates[1];
        _source.Change(s_certificates[1], s_certificates[2]);
        Assert.Equal(2, store.Certificates.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([s_certificates[1], s_certificates[2]], store.Certificates.Select(element => element.Certificate));
        Assert.Same(kept, store.Certificates[0]);
    }

    [Fact]
    public void An_enumeration_under_way_goes_on_across_a_change()
    {
        SystemRootStore store = Open();
        Assert.True(store.TryNext(null, null, out StoredCertificate? first));
        _source.Change(s_certificates[1], s_certificates[2]);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEmpty(store.FindBySubject(s_certificates[2].Subject.Span));
        Assert.True(store.TryNext(first, null, out StoredCertificate? second));
        Assert.Same(s_certificates[1], second!.Certificate);
    }

    [Fact]
    public void The_machines_roots_are_not_the_programs_to_change()
    {
        SystemRootStore store = Open();
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_certificates[2], null, AddDisposition.Always, out _));
        Assert.False(store.Remove(store.Certificates[0]));
    }

    [Fact]
    public void Reports_of_the_source_are_passed_on()
    {
        _source.Complaint = "one is broken";
        Assert.NotEmpty(Open().Certificates);
        Assert.Equal(["one is broken"], _reports);
    }

    [Fact]
    public void A_shared_source_is_read_once_for_all_stores_until_it_changes()
    {
        var shared = new SharedTrustRoots(_source);
        SystemRootStore[] stores = [.. Enumerable.Range(0, 3).Select(_ => new SystemRootStore(shared, _time, _reports.Add))];
        foreach (SystemRootStore store in stores)
            Assert.Equal(2, store.Certificates.Count);
        Assert.Equal(1, _source.Reads);
        _source.Change(s_certificates);
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (SystemRootStore store in stores)
            Assert.Equal(3, store.Certificates.Count);
        Assert.Equal(2, _source.Reads);
    }

    private SystemRootStore Open()
    {
        _source.Change(s_certificates[0], s_certificates[1]);
        return new SystemRootStore(_source, _time, _reports.Add);
    }

    private sealed class ScriptedSource : ITrustRootSource
    {
        private Certificate[] _certificates = [s_certificates[0], s_certificates[1]];
        private int _version;

        public int Reads { get; private set; }

        public string? Complaint { get; set; }

        public void Change(params Certificate[] certificates)
        {
            _certificates = certificates;
            _version++;
        }

        public string Stamp() => $"{_version}";

        public IReadOnlyList<Certificate> Read(Action<string> report)
        {
            Reads++;
            if (Complaint is not null)
                report(Complaint);
            return _certificates;
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
