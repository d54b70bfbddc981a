<#import "template.ftl" as layout>
<@layout.emailLayout>
<#list body?split("\n\n") as paragraph>
<p><#list paragraph?split("\n") as line>${line}<#sep><br></#sep></#list></p>
</#list>
</@layout.emailLayout>
