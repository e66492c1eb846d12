namespace Staple32.Benchmarks.Report;

/// <summary>A line of a file of results, goals or charts that cannot be read; the message begins with FILE:LINE.</summary>
internal sealed class BadLineException(string file, int line, string problem) : Exception($"{file}:{line}: {problem}");
