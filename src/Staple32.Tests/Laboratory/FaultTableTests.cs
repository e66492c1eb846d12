using System.Text;
using Xunit;

namespace Staple32.Tests.Laboratory;

/// <summary>
/// Runs every fault and compares what came of it with the table in docs/operations.md. With STAPLE32_UPDATE_DOCS=1 in the
/// environment (<c>./build.sh faults</c>) the table is written anew instead.
/// </summary>
public sealed class FaultTableTests
{
    private const string Begin = "<!-- faults: made by ./build.sh faults -->";
    private const string End = "<!-- end of faults -->";

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < FaultList.All.Count; i++)
            data.Add(i, FaultList.All[i].ToString());
        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_fault_ends_as_it_must_and_as_documented(int index, string name)
    {
        Fault fault = FaultList.All[index];
        Assert.Equal(name, fault.ToString());
        string row = RowOf(fault);
        if (!IsUpdating)
            Assert.Contains(row, File.ReadAllLines(RepositoryFiles.PathOf("docs/operations.md")));
    }

    [Fact]
    public void The_documented_table_has_no_other_rows()
    {
        string path = RepositoryFiles.PathOf("docs/operations.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end > begin, $"{path} lacks the lines between which the table stands");
        if (IsUpdating)
        {
            File.WriteAllText(path, page[..begin] + "\n" + Table() + page[end..]);
            return;
        }

        int rows = page[begin..end].Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal));
        Assert.Equal(FaultList.All.Count + 1, rows);
    }

    private static bool IsUpdating => Environment.GetEnvironmentVariable("STAPLE32_UPDATE_DOCS") == "1";

    private static string Table()
    {
        var table = new StringBuilder();
        table.Append("| group | fault | asked | what the library did | Get, nothing held | Get, a good one held |\n");
        table.Append("|---|---|---|---|---|---|\n");
        foreach (Fault fault in FaultList.All)
            table.Append(RowOf(fault)).Append('\n');
        return table.ToString();
    }

    private static string RowOf(Fault fault)
    {
        FaultRun run = FaultRun.Of(fault);
        return $"| {fault.Group} | {fault.Name} | {run.Asked} | {run.Did} | {run.GetWithNothingHeld} | {run.GetWithOneHeld} |";
    }
}
