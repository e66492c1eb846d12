using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Changes of directory stores of which a step fails: nothing has changed then, neither in the files nor in the store.</summary>
public sealed class DirectoryStoreFailureTests : IDisposable
{
    private const uint Own = 0x8001;
    private const uint Other = 0x8002;
    private const int MostSteps = 10;
    private static readonly Certificate s_older = TestCertificate.Make("CN=a", ageInDays: 3);
    private static readonly Certificate s_newer = TestCertificate.Make("CN=a");
    private readonly string _root = Directory.CreateTempSubdirectory("staple32-stores-").FullName;
    private readonly FailingWriter _writer = new();

    /// <summary>On what <see cref="Fill"/> makes.</summary>
    private static readonly Dictionary<string, Action<DirectoryStore>> s_changes = new()
    {
        ["add"] = store => store.TryAdd(TestCertificate.Make("CN=b"), null, AddDisposition.New, out StoredCertificate? _),
        ["add a CRL"] = store => store.TryAdd(TestCrl.Make("CN=ca"), null, AddDisposition.New, out StoredCrl? _),
        ["replace"] = store => store.TryAdd(s_newer, null, AddDisposition.ReplaceExisting, out StoredCertificate? _),
        ["inherit"] = store => store.TryAdd(s_newer, Bag(Other, 3), AddDisposition.NewerInheritProperties, out StoredCertificate? _),
        ["meet"] = store => store.TryAdd(s_older, Bag(Other, 3), AddDisposition.UseExisting, out StoredCertificate? _),
        ["learn"] = store => store.TryAdd(s_older, Bag(Own, 3), AddDisposition.ReplaceExistingInheritProperties, out StoredCertificate? _),
        ["lose properties"] = store => store.TryAdd(s_older, null, AddDisposition.ReplaceExisting, out StoredCertificate? _),
        ["remove"] = store => store.Remove(store.Certificates[0]),
    };

    public static TheoryData<string> Changes => new(s_changes.Keys);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whichever_step_fails_all_is_as_it_was(string change)
    {
        DirectoryStore store = Fill();
        string[] files = Files();
        string[] held = Held(store);
        _writer.Failure = new IOException("no space", 28);
        int steps = 0;
        for (; steps < MostSteps; steps++)
        {
            _writer.Left = steps;
            try
            {
                s_changes[change](store);
                break;
            }
            catch (WriteFailedException failure)
            {
                Assert.Equal(WriteErrors.DiskFull, failure.Error);
                Assert.Equal(held, Held(store));
                Assert.Equal(files, Files());
                Assert.Equal(held, Held(Open()));
            }
        }

        Assert.InRange(steps, 1, MostSteps - 1);
        Assert.NotEqual(held, Held(store));
        Assert.Equal(Held(store), Held(Open()));
    }

    [Fact]
    public void What_stood_in_several_files_is_removed_from_all()
    {
        DirectoryStore store = Fill();
        Assert.True(store.Remove(store.Certificates[0]));
        Assert.Empty(Files());
    }

    [Fact]
    public void What_is_left_over_of_a_removal_is_not_seen()
    {
        DirectoryStore store = Fill();
        // Both files can be set aside, the first one cannot be deleted.
        _writer.Failure = new IOException("odd", 5);
        _writer.Left = 2;
        Assert.True(store.Remove(store.Certificates[0]));
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "CA")));
        Assert.Empty(Open().Certificates);
        Assert.True(store.TryResync());
        Assert.Empty(store.Certificates);
    }

    [Fact]
    public void A_file_that_somebody_else_has_removed_is_no_failure()
    {
        DirectoryStore store = Fill();
        File.Delete(Path.Combine(_root, "CA", "copy.pem"));
        Assert.True(store.Remove(store.Certificates[0]));
        Assert.Empty(Files());
    }

    public static TheoryData<Exception, int> Failures => new()
    {
        { new UnauthorizedAccessException(), 5 },
        { new IOException("EROFS", 30), 19 },
        { new IOException("EIO", 5), 29 },
        { new ArgumentOutOfRangeException("value"), 223 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_has_its_error(Exception failure, int expected)
    {
        DirectoryStore store = Open();
        _writer.Failure = failure;
        Assert.Equal(expected, Assert.Throws<WriteFailedException>(() => s_changes["add"](store)).Error);
        Assert.Empty(store.Certificates);
        Assert.Empty(Files());
    }

    /// <summary>A certificate with a property, and a copy of it in a file of an administrator's.</summary>
    private DirectoryStore Fill()
    {
        DirectoryStore store = Open();
        store.TryAdd(s_older, Bag(Own, 7), AddDisposition.New, out StoredCertificate? _);
        File.WriteAllText(Path.Combine(_root, "CA", "copy.pem"), TestCertificate.Pem(s_older));
        Assert.True(store.TryResync());
        return store;
    }

    private DirectoryStore Open() =>
        new([new StoreDirectory(_root, "CA")], StoreAccess.SystemStore, isReadOnly: false, new ManualTime(), _ => { }) { Writer = _writer };

    /// <summary>Names and contents of all files, hidden ones too, in the order of their names.</summary>
    private string[] Files() => [.. Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Order()
        .Select(path => path + Convert.ToHexString(File.ReadAllBytes(path)))];

    private static string[] Held(DirectoryStore store) => [.. store.Certificates.Concat<StoredElement>(store.Crls).Select(Text).Order()];

    private static string Text(StoredElement element) => Convert.ToHexString(element.Encoded.Span)
        + string.Concat(element.Properties.Ids.Select(id => $" {id:x}={Convert.ToHexString(element.Properties.Get(id)!.Value.Span)}"));

    private static PropertyBag Bag(uint id, byte value)
    {
        var bag = new PropertyBag();
        bag.Set(id, new[] { value });
        return bag;
    }

    /// <summary>Writes real files; one step after so many fails, the ones behind it do not.</summary>
    private sealed class FailingWriter : IFileWriter
    {
        public Exception? Failure { get; set; }

        public int Left { get; set; }

        public void Write(string path, byte[] content)
        {
            Step();
            FileWriter.Instance.Write(path, content);
        }

        public void Rename(string path, string newPath)
        {
            Step();
            FileWriter.Instance.Rename(path, newPath);
        }

        public void Delete(string path)
        {
            Step();
            FileWriter.Instance.Delete(path);
        }

        private void Step()
        {
            if (Failure is not null && Left-- == 0)
                throw Failure;
        }
    }
}
