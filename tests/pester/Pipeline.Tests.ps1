BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $null = Connect-Sandbox $sandbox

    $db = $sandbox.resources.flexibleServer
    $snet = $sandbox.resources.clientSubnet
    $credential = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force))
    $client = @{
        DnsServer       = $sandbox.dns.($sandbox.resources.clientNetwork)
        RootCertificate = $sandbox.postgres.rootCertificate
    }

    # What PostgreSQL's own client complains of at the same address, with the same name and roots.
    function Get-ClientError([string] $address, [string] $rootCertificate, [string] $password = $sandbox.postgres.password) {
        $connection = "host=$($sandbox.hostNames.flexibleServer) hostaddr=$address user=$($sandbox.postgres.user) " +
            "dbname=postgres sslmode=verify-full sslrootcert=$rootCertificate"
        (Invoke-PostgresClient $connection -Password $password).Errors
    }

    function Get-Write { @(Get-Content $sandbox.log | ConvertFrom-Json | Where-Object method -in 'PUT', 'PATCH', 'DELETE', 'POST') }
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'From unreachable to verified' {
    It 'starts with a name that leads to a public address' {
        $test = Test-PgPrivateConnection $sandbox.hostNames.flexibleServer @client -NoSignIn
        $test.Status | Should -Be 'Failed'
        $test.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        $before = (Get-Write).Count
        New-PgPrivateEndpoint -Target $db -SubnetId $snet -WhatIf
        (Get-Write).Count | Should -Be $before
    }

    It 'gets there by the five commands in one line' {
        $test = $db | New-PgPrivateEndpoint -SubnetId $snet | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord | Test-PgPrivateConnection -Credential $credential @client
        $test.Status | Should -Be 'Passed' -Because $test.Message
        $test.IpAddress | Should -BeLike '127.*'
        $test.SslMode | Should -Be 'VerifyFull'
        $test.TlsVersion | Should -Match '^TLSv1\.[23]$'
        @($test.Steps.Name) | Should -Be 'Name', 'Address', 'Tcp', 'Tls', 'Certificate', 'SignIn', 'Query'
        $test.Steps.Status | Sort-Object -Unique | Should -Be 'Passed'
        Get-ClientError $test.IpAddress $client.RootCertificate | Should -BeNullOrEmpty
    }

    It 'changes nothing when run again' {
        $before = (Get-Write).Count
        $record = $db | New-PgPrivateEndpoint -SubnetId $snet -OutVariable endpoint | Approve-PgEndpointConnection -OutVariable connection |
            Get-PgEndpointIp | New-PgPrivateDnsRecord
        $endpoint.Changed, $connection.Changed, $record.Changed | Should -Be $false, $false, $false
        (Get-Write).Count | Should -Be $before
    }

    It 'fails where PostgreSQL''s own client fails: <name>' -ForEach @(
        @{ name = 'a wrong password'; step = 'SignIn'; password = 'wrong'; roots = $null; said = 'password authentication failed' }
        @{ name = 'roots that do not know the server'; step = 'Certificate'; password = $null; roots = 'other'; said = 'certificate verify failed' }
    ) {
        $ip = ($db | New-PgPrivateEndpoint -SubnetId $snet | Get-PgEndpointIp).IpAddress
        $rootFile = $client.RootCertificate
        if ($roots) {
            $rootFile = Join-Path $TestDrive 'other.pem'
            $key = [Security.Cryptography.ECDsa]::Create()
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Somebody else', $key, 'SHA256')
            $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1)).ExportCertificatePem() | Set-Content $rootFile
        }
        $given = $password ? [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString $password -AsPlainText -Force)) : $credential

        $test = Test-PgPrivateConnection $sandbox.hostNames.flexibleServer -DnsServer $client.DnsServer -RootCertificate $rootFile -Credential $given
        $test.Status | Should -Be 'Failed'
        $test.FailedStep | Should -Be $step
        Get-ClientError $ip $rootFile ($password ? $password : $sandbox.postgres.password) | Should -Match $said
    }

    It 'takes many inputs, and one that fails does not stop the others' {
        $targets = @($db, '/subscriptions/nonsense', $db)
        $endpoints = $targets | New-PgPrivateEndpoint -SubnetId $snet -ErrorVariable problems -ErrorAction SilentlyContinue
        $endpoints | Should -HaveCount 2
        $problems | Should -HaveCount 1
        $problems[0].TargetObject | Should -Be '/subscriptions/nonsense'
    }
}

Describe 'Output' {
    BeforeAll {
        $endpoint = $db | New-PgPrivateEndpoint -SubnetId $snet
        $connection = $endpoint | Approve-PgEndpointConnection
        $ip = $connection | Get-PgEndpointIp
        $record = $ip | New-PgPrivateDnsRecord
        $test = $record | Test-PgPrivateConnection @client
        $all = @{ endpoint = $endpoint; connection = $connection; ip = $ip; record = $record; test = $test; context = Get-PgAzureContext }
    }

    It 'survives Export-Csv, ConvertTo-Json and Export-Clixml: <_>' -ForEach 'endpoint', 'connection', 'ip', 'record', 'test', 'context' {
        $value = $all[$_]
        $key = $value.PSObject.Properties['Id'] ? 'Id' : $value.PSObject.Properties['HostName'] ? 'HostName' : 'Account'
        $value | Export-Csv (Join-Path $TestDrive 'x.csv')
        (Import-Csv (Join-Path $TestDrive 'x.csv')).$key | Should -Be $value.$key
        ($value | ConvertTo-Json -Depth 4 -WarningAction Stop | ConvertFrom-Json).$key | Should -Be $value.$key
        $value | Export-Clixml (Join-Path $TestDrive 'x.xml')
        (Import-Clixml (Join-Path $TestDrive 'x.xml')).$key | Should -Be $value.$key
    }

    It 'binds again after Export-Csv' {
        $ip | Export-Csv (Join-Path $TestDrive 'ip.csv')
        (Import-Csv (Join-Path $TestDrive 'ip.csv') | New-PgPrivateDnsRecord).Changed | Should -BeFalse
    }

    It 'shows a test as one line a step' {
        $text = $test | Out-String -Width 120
        $text | Should -Match '✓ Passed\s+\S+:5432 → 127\.'
        @($text -split "`n" -match '^\s+✓ (Name|Address|Tcp|Tls|Certificate)\s').Count | Should -Be 5
    }

    It 'is plain text where it is not drawn: <_>' -ForEach 'endpoint', 'connection', 'test' {
        $PSStyle.OutputRendering = 'PlainText'
        try { $all[$_] | Out-String | Should -Not -Match "`e" } finally { $PSStyle.OutputRendering = 'Host' }
    }

    It 'tells each request with -Verbose, and never the token or the password' {
        $said = & { Get-PgEndpointIp $endpoint.Id -Verbose -Debug; $record | Test-PgPrivateConnection -Credential $credential @client -Verbose -Debug } *>&1 | Out-String
        $said | Should -Match 'GET /subscriptions/.+ 200 in \d+ ms'
        $said | Should -Not -Match ([regex]::Escape($sandbox.postgres.password))
        $said | Should -Not -Match 'eyJ[A-Za-z0-9_-]{20}'
    }
}

Describe 'Bad input' {
    It 'is told apart: <id>' -ForEach @(
        @{ id = 'InvalidTarget'; act = { New-PgPrivateEndpoint -Target 'orders' -SubnetId $snet } }
        @{ id = 'InvalidResourceId'; act = { New-PgPrivateEndpoint -Target $db -SubnetId 'snet' } }
        @{ id = 'SubnetNotFound'; act = { New-PgPrivateEndpoint -Target $db -SubnetId "$($sandbox.resources.clientNetwork)/subnets/none" -Name other-pe } }
        @{ id = 'TargetNotFound'; act = { New-PgPrivateEndpoint -Target "${db}none" -SubnetId $snet } }
        @{ id = 'MessageTooLong'; act = { New-PgPrivateEndpoint -Target $db -SubnetId $snet -ManualRequest -RequestMessage ('x' * 141) } }
        @{ id = 'ServerInVirtualNetwork'; act = { New-PgPrivateEndpoint -Target $sandbox.resources.injectedServer -SubnetId $snet } }
    ) {
        $ErrorActionPreference = 'Continue'
        $record = & $act 2>&1
        $record | Should -BeOfType ([Management.Automation.ErrorRecord])
        $record.FullyQualifiedErrorId | Should -BeLike "$id,*"
        $record.TargetObject | Should -Not -BeNullOrEmpty
    }
}
